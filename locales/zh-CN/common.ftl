### 处处用到的话

refused = { $why }

button-unreadable =
    这个按钮已经失效。
    请发送“菜单”，重新选择。
question-over =
    这个问题已办完或已过期。
    请发送“菜单”，重新开始。
not-understood =
    没听懂您的意思。
    请从下面的菜单选择，或发送“帮助”看用法。
message-unreadable =
    这条消息没有收全，看不了。
    请再发一次。还是不行，请自己输入，不要粘贴。
edit-not-read =
    改过的消息不会重新读取。
    要改，请把改好的内容另发一条；已经办完的，请发送“菜单”看能怎样更改。
file-not-asked-for =
    没有认出图片里的二维码。
    现在也没有需要上传文件的事。请把二维码拍清楚再发，或发送“菜单”。

# 文件收下之前的检查
file-too-big =
    { GIVEN($limit) ->
        [yes] 文件太大，最多{ $limit } MB。
       *[no] 文件太大，收不下。
    }
    请拍成照片，或压缩后再发。
file-wrong-kind =
    这个文件收不了，只收照片或PDF。
    是按文件内容判断的，改扩展名没有用。请重新拍照或另存为PDF再发。
# 按文件内容判断
file-broken =
    这个文件打不开，可能没有传完整。
    请重新拍照或另存为PDF再发。
file-too-hard =
    这个文件太复杂，没能检查完。
    请拍照发来，或打印成PDF再发。
file-ofd =
    现在还收不了OFD文件。
    请用阅读软件另存为PDF再发，也可以拍照发来。
# 数字是百万像素
file-picture-too-large =
    图片太大：{ $now }00万像素，最多{ $most }00万。
    请用普通方式发照片，不要选“原图”；长截图请分成几张。
file-pdf-locked =
    这个PDF要密码才能打开。
    请去掉密码，另存一份再发。
file-pdf-acts =
    这个PDF里有脚本，或者会启动程序，为安全起见不收。
    请把它打印成PDF再发，也可以拍照发来。
file-pdf-hides =
    这个PDF里还装着别的文件，为安全起见不收。
    请把它打印成PDF再发，里面的文件请另外发来。
file-lost =
    文件没有取到。
    请再发一次。
file-empty =
    这个文件是空的。
    请重新拍照或另存为PDF再发。

# 系统的话
stranger-explained =
    您好，这里是赋码入企服务。
    公务人员来企业前，先在这里预约；企业同意后，扫绿码方可入企。
    您还没有绑定身份。已收到邀请的，请按邀请上的办法绑定；没有收到的，请联系本单位联系人或平台管理员。
group-only-private = 请到私聊里办理：{ $link }
minutes-lost =
    有一段时间的消息可能没有收到
    { $span }在企业微信发的消息、点的按钮，可能没有收到。请发送“菜单”看一看，没有办成的请再办一次。
turn-failed =
    刚才这一步没有办成。
    请再试一次。还是不行，请把编号{ $number }告诉平台管理员。

# 语言各用自己的名字
language-zh = 中文
language-en = English
choose-language =
    请选择语言
    Please choose a language
language-chosen = 好的，以后用中文。
