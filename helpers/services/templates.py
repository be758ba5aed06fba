"""The files that a new city begins with, and the comments in them that explain each key to who fills them in."""

CITY = """\
# {name}の設定。「#」の後は説明で、読まれません。字下げと「: 」の後の空白はこのまま残してください。
# 直したら make check CITY={city} で確かめます。

# 資料に印刷する市の名
name: {name}

# 都道府県。一覧の並びと、似た団体との比較に使います。書くときは、行の先頭の「# 」を消します
# prefecture: 東京都

# 金額の単位: table は債権の表、summary は要約とグラフ、sentence は文章。円、千円、百万円、億円のどれか
units:
  table: 円
  summary: 千円
  sentence: 百万円

# 率の小数点以下の桁数
decimals: 1

# 負の数の前に付ける印。▲ か △
minus: ▲

# 収納率の式。collected は 収入済額 ÷ 調定額、collected_less_refund_due は(収入済額 − 還付未済額)÷ 調定額
rate_definition: collected

# 債権区分の、市での呼び方(左の語は変えません。右の語を市の資料に合わせます)
claim_classes:
{classes}

# 局のある市は、資料に並べる順に書きます(claims.csv の局は、ここに書いた名だけになります)。
# bureaus: [総務局, 財政局]

# 桁の誤りのように見えるが、確かめて正しかった数値は、理由とともにここに加わります
# (make check CITY={city} OUT=疑問.xlsx に書き出し、理由を書いて IN=疑問.xlsx で読み込みます)。
"""

MEETING = """\
# {name}の{day}の会議。会議の日付はこのファイルの名です。「#」の後は説明で、読まれません。

# 表紙に印刷する題名と、会議体の名
title: {name} 債権の状況({settled}決算)
body: {name}

# 会議の時刻と場所。決まったら、行の先頭の「# 」を消して書きます。
# time: 14:00～16:00
# place: 特別会議室

# 会議の日の年度と、決算の数値が出そろっている最も新しい年度(西暦)。
# 決算は8月末までにまとまるものとして入れてあります。違うときは直してください。
fiscal_year: {fiscal_year}
settled_year: {settled_year}

# 資料の節を、並べる順に。title は印刷する見出しで、要らない節は notebook と title の2行を消します。
# 名簿や次第などの表を data/{city}/ に加えると(make workbook CITY={city})、次のような節も作れます。
#   - notebook: agenda
#     title: 次第
# 決算の金額だけで、次の節も作れます(目標などの資料がなければ、その欄は載りません)。要るものを、「# 」を消して sections に加えます。
{more}
sections:
{sections}

# 数値のもとの資料(資料の末尾に印刷します)。この行は最後に置きます。
source: {name}の歳入の決算
"""

# The sections that need amounts of settled years and nothing else, in the order of a packet.
SECTIONS = {
    "settlement": "資料1 決算の要点",
    "settlement_claims": "資料2 債権別の決算",
    "largest": "資料3 収入未済額の大きい債権",
    "movers": "資料4 収入未済額の増減",
    "comparison": "資料5 他市の同じ債権",
    "uncovered": "参考 債権に含めない歳入",
    "notes": "凡例と算定方法",
}
# More that need nothing else. They show the same amounts otherwise: a city chooses.
MORE_SECTIONS = {
    "decision": "要点",
    "trend": "収納率と収入未済額の推移",
    "claims": "債権別の収入未済額",
    "outstanding": "過年の収入未済額の状況",
    "goals": "実績と計画の目標",
    "past_plan": "これまでの実績",
}
