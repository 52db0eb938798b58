"""Pictures for chat and for paper: the pass, the verdict, the visitor list, the enterprise's sign.

A picture holds no words of its own. Every word and value comes in with the card, so each language uses the
same code. Drawing is pure and may run in several threads at once with the same `Fonts`.
"""

from bot.pictures.cards import PassCard, ReasonLine, SignCard, VerdictCard, VisitorList
from bot.pictures.fonts import FontError, Fonts, MissingGlyphs
from bot.pictures.layout import Layout, Mark, Panel, QrBox, TextBox
from bot.pictures.pass_card import draw_pass, lay_out_pass
from bot.pictures.sign import draw_sign, draw_sign_pdf, lay_out_sign
from bot.pictures.verdict_card import draw_verdict, lay_out_verdict
from bot.pictures.visitor_list import draw_visitor_list, lay_out_visitor_list

__all__ = [
    "FontError",
    "Fonts",
    "Layout",
    "Mark",
    "MissingGlyphs",
    "Panel",
    "PassCard",
    "QrBox",
    "ReasonLine",
    "SignCard",
    "TextBox",
    "VerdictCard",
    "VisitorList",
    "draw_pass",
    "draw_sign",
    "draw_sign_pdf",
    "draw_verdict",
    "draw_visitor_list",
    "lay_out_pass",
    "lay_out_sign",
    "lay_out_verdict",
    "lay_out_visitor_list",
]
