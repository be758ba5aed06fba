"""Tables of the agenda: items, members, meetings to come."""

import datetime as dt

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def agenda(packet: Packet) -> Table | None:
    """次第の表。会議の案件を番号の順に並べる。

    例::

        tables.agenda(packet)

    列: 番号、区分、件名、資料
    データがないとき: 何のデータがないかを言って止まる。agenda.csv にこの会議の行が要る。
    """
    rows = packet.ledger.rows("agenda", meeting=packet.date.isoformat()).to_dict("records")
    if not rows and packet.withholds("agenda"):
        return None
    if not rows:
        raise measures.missing(packet, "agenda", f"meeting が {packet.date} の次第")
    return Table(
        id="tbl-agenda",
        caption="次第",
        columns=[
            Column("number", "番号", width=1),
            Column("kind", "区分", width=1.2),
            Column("title", "件名", width=7),
            *([Column("material", "資料", width=1.4)] if any(row["material"] for row in rows) else []),
            *([Column("pages", "原資料のページ", width=2)] if any(row["pages"] for row in rows) else []),
        ],
        rows=rows,
        notation=packet.notation,
    )


def members(packet: Packet) -> Table | None:
    """委員名簿の表。会議の日より前で最も新しい名簿を使う。

    例::

        tables.members(packet)

    列: 役、職名、氏名
    データがないとき: 何のデータがないかを言って止まる。members.csv が要る。
      公開版で委員限りの名簿は示さない(None)。
    """
    roster = packet.ledger["members"]
    as_of = max((day for day in roster["as_of"] if day <= packet.date.isoformat()), default="")
    if not as_of and packet.withholds("members"):
        return None
    if not as_of:
        raise measures.missing(packet, "members", f"as_of が {packet.date} かそれより前の委員")
    roster = packet.ledger.rows("members", as_of=as_of)
    heads = roster["role"].value_counts(sort=False)
    return Table(
        id="tbl-members",
        caption=f"{packet.meeting.body} 委員名簿（{wareki.date(dt.date.fromisoformat(as_of))}現在）",
        columns=[Column("role", "役", width=1), Column("post", "職名", width=2), Column("name", "氏名", width=2)],
        rows=roster.to_dict("records"),
        notation=packet.notation,
        notes=[f"※ {'、'.join(f'{role}{count}名' for role, count in heads.items())}。"],
    )


def next_meetings(packet: Packet) -> Table | None:
    """今後の会議の予定の表。

    例::

        tables.next_meetings(packet)

    列: 回、時期、内容
    データがないとき: 何も示さない(None)。
    """
    rows = [
        {
            "round": f"第{row['round']}回",
            "month": wareki.month(dt.date.fromisoformat(row["month"] + "-01")),
            "content": row["content"],
        }
        for row in packet.ledger.rows("meetings", meeting=packet.date.isoformat()).to_dict("records")
    ]
    if not rows:
        return None
    return Table(
        id="tbl-next-meetings",
        caption="今後の会議（予定）",
        columns=[
            Column("round", "回", width=1),
            Column("month", "時期", width=1.5),
            Column("content", "内容", width=6),
        ],
        rows=rows,
        notation=packet.notation,
    )
