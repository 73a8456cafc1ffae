"""The words by which an English question tells its kind, as sets of single words."""

from __future__ import annotations

# What a noun asks for when it stands after which or what, or at the head of bare keywords.
_NOUNS = {
    "who": """
        agency department body ministry office authority bureau committee government commission
        official team panel organizer organiser sponsor regulator supervisor leader administration
        jury reviewer assessor unit responsible responsibility charge issuer branch bank coordinator
        evaluator drafter council division secretariat inspectorate police institute
    """,
    "when": """
        deadline date year month day time quarter week period validity duration timeline timetable
        schedule timeframe expiry expiration term due hour cutoff cut-off lifespan
    """,
    "where": """
        city province region county district area place town municipality zone venue location site
        country village street room address hall campus road port website station
        prefecture township
    """,
    "how_much": """
        amount rate percentage percent share ratio score number limit ceiling cap maximum minimum
        threshold fine fee budget quota size price proportion funding grant bonus salary reward
        award prize subsidy sum cost total penalty tariff value funds turnover headcount extent
    """,
    "document": """
        document notice law regulation rule act circular decree statute directive legislation
        standard policy provision guideline guidelines plan decision opinion article
        clause version edition paper basis ordinance bylaw citation
    """,
    "how": """
        process procedure step method way formula condition requirement criterion mechanism route
        channel manner approach prerequisite workflow
    """,
    "list": """
        material attachment list task activity indicator measure tool item checklist catalogue
        certificate form type category kind evidence paperwork annex proof
        policies responsibilities duties grants rewards awards prizes subsidies fees penalties
        fines costs component element
        pillar field benefit service exception offence violation circumstance factor topic option
    """,
    "scope": "scope eligible eligibility applicant beneficiary audience recipient",
    "what": """
        goal purpose aim objective role meaning definition reason theme background consequence
        principle rationale happens vision mission effect summary summarize summarise
    """,
}
KIND_OF_NOUN = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
# Those to whom a notice applies.
PARTY = frozenset(
    """
    company firm enterprise business manufacturer sme person people student pupil school vehicle
    family household worker employee organization organisation institution product project resident
    elder senior child children industry sector group participant user citizen teacher hospital
    farmer driver kindergarten university startup operator entity association supplier parent truck
    car taxpayer producer plant factory retailer laboratory centre center provider individual
    """.split()
)
CONTACT = frozenset(
    """
    phone telephone email e-mail emails mailbox fax hotline helpline contact contacts wechat
    switchboard
    """.split()
)
AUXILIARY = frozenset(
    """
    is are was were am do does did can could may might must shall should will would has have had
    need isn't aren't doesn't don't can't won't
    """.split()
)
ASKING = frozenset(
    """
    who whom whose what what's which when where why how whether list name enumerate
    """.split()
)
BEFORE = frozenset(
    "by to from until till in on at for with under of since within through according".split()
)
JOINING = frozenset("and but so then or".split())
LINKING = frozenset("is are was were".split())
# A noun phrase ends before these.
STOPS = AUXILIARY | BEFORE | frozenset("a an the that who this if when about , . ; : ? !".split())
# What comes before of: kinds of support, parts of the city, what size of firm.
WRAPS = frozenset("kind type sort level set part size list range".split())
ARTICLES = frozenset("the a an this our its their new".split())
# How large, how many: what a size asks is a number; a duration is a time.
SIZES = frozenset("many much large big high low small far old great heavy wide deep".split())
BARE_YES_NO = frozenset("any possible ok okay allowed permitted".split())
MORE = frozenset("more less higher lower longer fewer".split())
DURATIONS = frozenset("long soon quickly fast often late early frequently".split())
TIMES = frozenset("day days month months year years week weeks hour hours".split())
# Words without one of which the pattern of that purpose need not be tried.
DIFFER = frozenset(
    """
    differ differs difference differences different differently compare compares compared comparison
    comparable versus vs contrast distinguish distinguishes distinction distinct common unlike as
    change changes changed new same similar similarly similarities opposed than which gap
    advantage advantages or how
    """.split()
)
REACH = frozenset(
    "call dial ring reach ask speak talk write turn touch message report line desk".split()
)
CITED = frozenset(
    """
    according based basis pursuant accordance number no title name other another or line authority
    written stated stipulated specified where laid set
    """.split()
)
ABOUT = frozenset(
    """
    to applicable applies apply eligible eligibility beneficiary beneficiaries scope target
    aimed
    """.split()
)
APART = frozenset("difference differences gap".split())
