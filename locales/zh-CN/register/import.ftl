### 导入：工作簿的各表、各列，哪里不对，做了什么

sheet-holidays = 节假日
column-day = 日期
column-worked = 上班或放假
column-why = 说明
holiday-off = 放假
holiday-worked = 上班
holiday-off-here = 本地放假
holiday-worked-here = 本地上班
note-day = 年月日，例如2027-02-05。一张表只填一个年份的放假安排；本地的日子不限年份。
note-worked = 放假、上班：国务院办公厅放假通知中的日子，整年一起填，导入时替换这一年原有的安排。周末上班的也要填。本地放假、本地上班：只有本地这一天不一样，不论通知怎么写。
note-why = 可以不填，例如“春节”“调休”。

import-problem = { $sheet } 第{ $row }行“{ $column }”：{ $what }
import-problem-of-row = { $sheet } 第{ $row }行：{ $what }
import-problem-of-sheet = { $sheet }：{ $what }
import-more-problems = 还有{ $count }处问题没有列出。
problem-unreadable = 打不开，不是Excel工作簿（.xlsx），或者文件已损坏、加密。
problem-too-big = 文件太大，解开后超过{ $most }MB。
problem-nothing = 工作簿里没有内容。
problem-unknown-sheet = 不认识工作表“{ $sheet }”，可以导入的有：{ $among }。
problem-hidden-sheet = 工作表是隐藏的。要导入，请取消隐藏；不导入，请删除。
problem-columns = 第一行应依次是：{ $expected }。请用 fuma template 生成的工作簿。
problem-too-many-rows = 超过{ $most }行。
problem-missing = 没有填。
problem-formula = 是公式，请改成公式算出的内容。
problem-not-a-date = 不是日期。请写年月日，例如2027-02-05。
problem-no-such-day = 没有这一天。
problem-not-a-choice = 只能填：{ $among }。
problem-twice = 与第{ $earlier }行重复。
problem-another-year = 不是{ $year }年的。一张表只填一个年份；别的年份的日子填“本地上班”或“本地放假”。
problem-worked-anyway = 周一到周五不放假就要上班，不用填；请核对日期。
problem-too-few = { $year }年周一到周五只有{ $count }天放假，不像一整年的安排。请把全年的都填上。
problem-too-many = { $year }年周一到周五有{ $count }天放假，太多了。请核对。

import-would-be = 没有问题。还没有导入；正式导入会：
import-done = 已导入：
holidays-announced = · 公布{ $year }年放假安排：周一到周五放假{ $off }天，周末上班{ $worked }天。
holidays-recounted = · 有{ $count }个时限在等{ $year }年的安排，服务会逐个重算，有变化的通知当事人。
holidays-corrected = · 调整本地的日子{ $count }天。
