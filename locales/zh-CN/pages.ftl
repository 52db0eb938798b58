### 扫码打开的网页

page-sign-title = 扫码入企
page-sign-text =
    这是{ $enterprise }的入企码。
    公务人员请扫码打卡：绿码请通行，红码禁止入企。
page-sign-button = 扫码打卡
page-pass-green = 这张绿码现在有效
page-pass-red = 这张码现在不能入企
page-pass-text = 这里不显示姓名。能不能入企，以企业现场扫码核验为准。
page-pass-button = 到聊天里核验
page-unknown-title = 没有这个码
page-unknown-text = 请扫企业门口的告示牌，或来访人最新的绿码。
page-unavailable-title = 暂时核验不了
page-unavailable-text =
    系统正在恢复，请过一分钟再扫。
    没有核验的，请先不要放行。
page-wecom-hint = 请打开企业微信，在“赋码”应用的菜单里点“扫码”，再扫这个码。
