"""Who there is and what holds for them: people with their offices, departments, enterprises, rules, days off."""
