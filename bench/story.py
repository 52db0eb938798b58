"""The conversation every contender holds: the rating sheet of a visit, five updates, seven calls, one row.

Two presses and three typed answers; each is answered by one message, each press by one more call that ends its
waiting sign.
"""

from dataclasses import dataclass

PEOPLE = 500
FIRST_ACCOUNT = 700_000
SECRET = "bench-webhook"
TOKEN = "100:bench"

LEVELS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
REASONS = ("态度文明", "程序规范", "帮助企业解决问题", "高效不拖沓", "不选原因")
ASKS_DEPARTMENT = "【评价】市生态环境局这次入企表现怎么样?\n请点按钮,或回复序号。"
ASKS_WHOLE = (
    "【评价】雁北示例机械有限公司 11月27日 9:00–11:00 的入企,总体满意吗?\n"
    "市生态环境局 · 调研参观\n请点按钮,或回复序号。"
)
ASKS_REASONS = "【评价】哪几条符合?可以选多条。\n请点按钮,或回复序号,例如“1、3”。"
ASKS_WORDS = "【评价】还有什么想说的?请写下来,最多 200 字;没有请回复“跳过”。"
THANKS = "已收到您的评价:非常满意。\n回执号 20261127-0001。评价不会显示是谁打的;截止前可以重新评价,以最后一次为准。"


@dataclass(frozen=True)
class Step:
    """What a person does: presses a button of the last message, or one that stands since long (`begins`), or types."""

    press: int | None = None
    text: str = ""
    begins: bool = False


STEPS = (Step(begins=True), Step(press=0), Step(text="1"), Step(text="1"), Step(text="很好,没有耽误生产。"))
CALLS = sum(1 + (step.begins or step.press is not None) for step in STEPS)
