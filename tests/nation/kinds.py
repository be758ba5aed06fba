"""What made-up municipalities are owed, how much, and how well it is collected: anchored in what four cities published.

Amounts are 調定額 of the current money of a year, as two cities have them in ``data/``:

* 狛江市「決算書歳入データ」, fiscal year 2019 (school meals: 2020, the first year in which the city collected them);
* さいたま市「債権回収対策本部 第37回本部会」(7) 現年, 調定額 of October 2024.

A municipality's size is told in 狛江市s: the 市税 of さいたま市 are those of 21.65 of them. Rates lie between published ones of these two,
of 静岡市「第1回債権管理委員会」資料2 (2025) and of 宇部市「第4期債権管理計画」表4 (2022, 2023). ``test_nation`` holds both against ``data/``.
"""

from dataclasses import dataclass

# 調定額 of 市税 in 千円. 狛江市's are the sum of its six taxes.
MUNICIPAL_TAX = {"komae": 12_831_695, "saitama": 277_843_652}


@dataclass(frozen=True)
class Rates:
    """Between which rates (%) a group of claims is collected and, of what is carried over, written off."""

    current: tuple[float, float]
    carried_over: tuple[float, float]
    written_off: tuple[float, float]


TAX = Rates((99.0, 99.8), (34.0, 71.0), (6.0, 13.0))
INSURANCE = Rates((93.2, 96.9), (21.5, 42.7), (11.9, 20.0))
PREMIUM = Rates((98.9, 99.8), (14.0, 49.7), (15.0, 38.5))
FEE = Rates((97.7, 99.8), (8.7, 33.7), (0.0, 9.4))
LOAN = Rates((52.6, 84.5), (11.3, 30.6), (0.0, 3.0))
REPAYMENT = Rates((8.7, 61.8), (8.7, 61.8), (0.0, 16.3))


@dataclass(frozen=True)
class Kind:
    """A kind of claim of the catalogue. ``amount``: what ``city`` was owed in a year, in 千円. One that is not ``divided`` has no parts
    in the accounts: its rate is of current and carried-over money together.
    """

    claim: str
    claim_class: str
    section: str
    rates: Rates
    amount: int
    city: str
    divided: bool = True

    @property
    def per_size(self) -> float:
        """千円 in a municipality of size 1."""
        return self.amount * MUNICIPAL_TAX["komae"] / MUNICIPAL_TAX[self.city]


# In the order in which municipalities have them: a village the first few, a great city all.
KINDS = (
    Kind("municipal_tax", "tax", "税務課", TAX, 12_831_695, "komae"),
    Kind("national_health_insurance", "compulsory", "保険年金課", INSURANCE, 1_698_593, "komae"),
    Kind("care_insurance", "compulsory", "介護保険課", PREMIUM, 1_418_524, "komae"),
    Kind("late_elderly_medical", "compulsory", "保険年金課", PREMIUM, 1_034_284, "komae"),
    Kind("school_lunch", "private", "学校教育課", FEE, 181_882, "komae", divided=False),
    Kind("sewerage", "compulsory", "下水道課", FEE, 801_784, "komae"),
    Kind("nursery_fees", "compulsory", "保育課", FEE, 297_907, "komae", divided=False),
    Kind("after_school_fees", "non_compulsory", "子ども課", FEE, 27_587, "komae", divided=False),
    Kind("public_assistance", "non_compulsory", "生活福祉課", REPAYMENT, 135_829, "komae", divided=False),
    Kind("night_soil_fees", "non_compulsory", "環境課", FEE, 12_920, "saitama"),
    Kind("child_rearing_allowance_repayments", "non_compulsory", "子ども課", REPAYMENT, 8_427, "komae", divided=False),
    Kind("insured_repayments", "non_compulsory", "保険年金課", REPAYMENT, 14_186, "komae", divided=False),
    Kind("child_allowance_repayments", "non_compulsory", "子ども課", REPAYMENT, 456, "komae", divided=False),
    Kind("elderly_home_charges", "non_compulsory", "高齢福祉課", REPAYMENT, 2_440, "komae", divided=False),
    Kind("public_land_fees", "private", "管財課", FEE, 1_947, "komae", divided=False),
    Kind("sewerage_beneficiary", "compulsory", "下水道課", FEE, 233_969, "saitama"),
    Kind("nursery_meal_charges", "private", "保育課", FEE, 6_782, "komae", divided=False),
    Kind("scholarship_loans", "private", "学校教育課", LOAN, 32_610, "saitama"),
    Kind("single_parent_loans", "private", "子ども課", LOAN, 32_952, "saitama"),
    Kind("temporary_nursery_fees", "private", "保育課", FEE, 2_092, "komae", divided=False),
    Kind("third_party_damages", "private", "保険年金課", FEE, 2_110, "komae", divided=False),
    Kind("cemetery_management_fees", "non_compulsory", "環境課", FEE, 106_506, "saitama"),
    Kind("toilet_conversion_loans", "private", "下水道課", LOAN, 2_783, "saitama"),
    Kind("nursery_overtime_fees", "private", "保育課", FEE, 2_349, "komae", divided=False),
    Kind("advertising_fees", "private", "管財課", FEE, 3_910, "komae", divided=False),
    Kind("single_parent_medical", "non_compulsory", "子ども課", REPAYMENT, 1_099, "saitama", divided=False),
    Kind("disability_medical_repayments", "non_compulsory", "障害福祉課", REPAYMENT, 877, "saitama", divided=False),
    Kind("child_raising_allowance_repayments", "non_compulsory", "子ども課", REPAYMENT, 1_181, "komae", divided=False),
    Kind("emergency_relief_loans", "private", "生活福祉課", LOAN, 721, "komae", divided=False),
    Kind("inpatient_medical_fees", "private", "病院医事課", FEE, 839_900, "saitama"),
    Kind("outpatient_medical_fees", "private", "病院医事課", FEE, 395_119, "saitama"),
    Kind("disability_mutual_aid", "private", "障害福祉課", FEE, 55_940, "saitama"),
    Kind("public_nursery_fees", "compulsory", "保育課", FEE, 388_237, "saitama"),
    Kind("private_nursery_fees", "compulsory", "保育課", FEE, 2_018_118, "saitama"),
    Kind("child_welfare_facility_charges", "compulsory", "子ども課", FEE, 4_327, "saitama"),
    Kind("ossuary_fees", "non_compulsory", "環境課", FEE, 7_349, "saitama"),
    Kind("disability_allowance_repayments", "non_compulsory", "障害福祉課", REPAYMENT, 173, "saitama", divided=False),
    Kind("public_nursery_overtime_fees", "private", "保育課", FEE, 3_787, "saitama"),
    Kind("guardianship_fees", "private", "高齢福祉課", FEE, 7, "komae", divided=False),
)  # fmt: skip

# What is left of a town that was merged: さいたま市 still carries loans of 岩槻市, 4,665 千円, which nobody lends any more.
LEFT_OVER = Kind("former_town_loans", "private", "管財課", LOAN, 4_665, "saitama")
