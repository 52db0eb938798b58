### Menu, help and commands

menu = Hello { $name }, what can I do?
menu-visit = Ask for a visit
menu-mine = My visits
menu-waiting = Waiting for me
menu-today = Today's visitors
menu-verify = Verify a pass
menu-visits = Visits in my region
menu-ask = Ask a department
menu-inquiries = Inquiries
menu-rates = How we answer
menu-interference = Pressured over a rating

help =
    { $name }, here is how it works
    · Press a button, or just type. Where there are numbers, a number will do.
    · Write dates and times as usual, such as “next Thursday 14:30-16:30”.
    · At the gate, scan the sign to check in, or send me a picture of its code.
    · At any time: “menu”, “back”, “cancel”, “language”.

# What can be typed, parted by “ | ”: never ambiguous, never the answer to a question
command-start = start
command-menu = menu | main menu
command-help = help | how
command-language = language | change language | 中文
command-visit = ask for a visit | request a visit
command-mine = my visits
command-waiting = waiting for me | to do
command-today = today's visitors | who comes today
command-verify = verify a pass | verify
command-ask = ask a department | new inquiry
command-rates = how we answer | rates
command-inquiries = inquiries | my inquiries
command-visits = visits in my region | all visits
command-interference = pressured over a rating | pressured
command-cancel = cancel | stop
command-back = back | go back

# Telegram's list of commands
telegram-command-visit = Ask for a visit to an enterprise
telegram-command-mine = My visits: how they stand, withdraw, change visitors
telegram-command-waiting = What waits for my decision
telegram-command-today = Who comes to the enterprise today
telegram-command-verify = Verify a pass by its six digits
telegram-command-ask = Ask a department, or tell it what is wrong
telegram-command-rates = How departments answer: in time, solved, satisfied
telegram-command-inquiries = Inquiries: how they stand, and what to do
telegram-command-visits = Visits in my region, for supervisors
telegram-command-interference = Somebody interferes with a rating: tell the supervisor
telegram-command-menu = Menu
telegram-command-help = How it works
telegram-command-language = Language / 语言
telegram-command-cancel = Stop what is being done

# WeCom's menu: 16 bytes above, 40 below
wecom-menu-work = Work
wecom-menu-scan = Scan
wecom-menu-me = Me
wecom-menu-visit = Ask for a visit
wecom-menu-mine = My visits
wecom-menu-waiting = Waiting for me
wecom-menu-today = Today's visitors
wecom-menu-verify = Verify a pass
wecom-menu-visits = Visits in my region
wecom-menu-ask = Ask a department
wecom-menu-inquiries = Inquiries
wecom-menu-help = Help
wecom-menu-language = Language
