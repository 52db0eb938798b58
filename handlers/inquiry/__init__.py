"""What every talk and action about an inquiry needs: the door to a change of state, who is told, what is shown."""
