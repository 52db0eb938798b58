### What is said everywhere

refused = { $why }

button-unreadable =
    This button no longer works.
    Send “menu” to choose again.
question-over =
    This question is already closed.
    Send “menu” to start again.
not-understood =
    Sorry, I didn't get that.
    Choose from the menu below, or send “help”.
message-unreadable =
    This message came through damaged.
    Please send it again. If that fails too, type it instead of pasting.
edit-not-read =
    Edited messages aren’t read again.
    Please send the new words as a message of their own. Where it is done already, send “menu” to see what can be changed.
file-not-asked-for =
    I found no QR code in this picture.
    No file is needed right now either. Take a sharper picture of the code, or send “menu”.

# Checks before a file is taken
file-too-big =
    { GIVEN($limit) ->
        [yes] This file is too large: { $limit } MB at most.
       *[no] This file is too large.
    }
    Send a photo of it, or a smaller file.
file-wrong-kind =
    Please send a photo or a PDF.
    The content decides, not the file's name. Take a new photo or save it as PDF.
# judged by the content
file-broken =
    This file can’t be opened.
    Part of it may be missing. Take a new photo or save it as PDF again.
file-too-hard =
    This file is too complex to check.
    Send a photo of it, or print it to a PDF.
file-ofd =
    OFD files can’t be taken yet.
    Save it as PDF in your reader, or send a photo.
# megapixels
file-picture-too-large =
    This picture is too large.
    It has { $now } megapixels, { $most } at most. Send it as a photo rather than as a file; cut a long screenshot into several.
file-pdf-locked =
    This PDF needs a password to open.
    Save a copy without one and send that.
file-pdf-acts =
    This PDF holds scripts or programs.
    For safety it isn’t taken. Print it to a PDF and send that, or a photo.
file-pdf-hides =
    This PDF has other files inside.
    For safety it isn’t taken. Print it to a PDF and send that; send what is inside separately.
file-lost =
    The file didn't come through.
    Please send it again.
file-empty =
    This file is empty.
    Take a new photo or save it as PDF again.

# The system speaks
stranger-explained =
    Hello, this is Fuma (赋码).
    Officials ask here before they visit an enterprise. Once it agrees, a green scan at its sign lets them in.
    You aren't registered yet. If you have an invitation, follow what it says. If not, ask your contact person or the platform's operator.
group-only-private = Let's talk in private: { $link }
minutes-lost =
    Some of your messages may be lost
    What you sent or tapped on WeCom in this time may not have arrived: { $span }. Send “menu” to check, and do again what is missing.
turn-failed =
    That didn't work.
    Please try again. If it fails again, tell the operator this number: { $number }

# Each language by its own name
language-zh = 中文
language-en = English
choose-language =
    Please choose a language
    请选择语言
language-chosen = All right, English from now on.
