### 图片上的字

picture-pass-title = 入企绿码
picture-pass-number = 不能扫码时报这六位数字
picture-pass-note = 本码不是放行凭据，以现场扫码为准
picture-list-title = 来访名单
picture-list-note = 请核对来访人的绿码，以现场扫码为准
picture-list-card = 执法证 { $card }
picture-label-department = 部门
picture-label-visitor = 来访人
picture-label-window = 时间
picture-label-valid = 有效
picture-label-kind = 类别
picture-label-matters = 事项
picture-verdict-green = 绿码请通行
picture-verdict-red = 禁止入企
picture-verdict-time =
    { $year }年{ $month }{ $day }日
    { $time }

# 告示牌挂在门口，中英文都有
picture-sign-title =
    入企请先扫码
    Scan before you enter
picture-sign-how =
    公务人员入企，请用企业微信或手机相机扫码
    绿码请通行，红码禁止入企
    Officials: scan with WeCom or your camera
    Green: please enter. Red: do not enter.
picture-sign-footer = 企业赋码保护平台
