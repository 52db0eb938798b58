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
