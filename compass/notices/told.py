"""What is told, of all that happens to passports: the rest shows in the passport's own history. Pure."""

TOLD = ("verdict_changed", "passport_issued")
# What may change a verdict: told for itself where it did not, so that nobody hears of one step twice.
STEPS = ("condition_discharged", "condition_extended", "certificate_renewed")
# A verdict that keeps its status for other reasons, or to another day: told where no step beside it says why.
RESTATED = ("verdict_restated",)
# Of safety notices, told to the company whose technology it is.
MATCHED = (
    "notice_certain", "notice_confirm", "notice_revised", "notice_withdrawn", "notice_dismiss", "notice_close",
)  # fmt: skip
