### Pages that a scanned code opens

page-sign-title = Scan to enter
page-sign-text =
    This is the entry code of { $enterprise }.
    Officials check in here. Green: please enter. Red: do not enter.
page-sign-button = Check in
page-pass-green = This pass is valid now
page-pass-red = This pass isn't valid now
page-pass-text = No names are shown here. The scan at the enterprise decides.
page-pass-button = Verify in chat
page-unknown-title = There is no such code
page-unknown-text = Scan the sign at the enterprise's gate, or the visitor's newest pass.
page-unavailable-title = Can't check right now
page-unavailable-text =
    Please scan again in a minute.
    Until a code has been checked, don't let anyone in.
page-wecom-hint = Open WeCom, tap “Scan” in the menu of the Fuma app, and scan this code again.
