### Words on pictures

picture-pass-title = Entry pass
picture-pass-number = To tell where nobody can scan
picture-pass-note = This pass alone opens no gate: the scan decides
picture-list-title = Visitors
picture-list-note = Check each visitor's pass: the scan decides
picture-list-card = Enforcement card { $card }
picture-label-department = Department
picture-label-visitor = Visitor
picture-label-window = When
picture-label-valid = Valid
picture-label-kind = Kind
picture-label-matters = Matters
picture-verdict-green = GREEN – PLEASE ENTER
picture-verdict-red = RED – DO NOT ENTER
picture-verdict-time =
    { $day } { $month } { $year }
    { $time }

# The sign hangs at the gate
picture-sign-title = Scan before you enter
picture-sign-how =
    Officials: scan this code with WeCom or your camera
    Green: please enter. Red: do not enter.
picture-sign-footer = Enterprise Protection Platform
