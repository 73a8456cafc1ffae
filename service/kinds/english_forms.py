"""Forms of words by which an English question, in lower case, tells its kind, as patterns."""

from __future__ import annotations

import re

# Can you tell me ... asks for what follows, not for yes or no.
POLITE = re.compile(
    r"(?:(?:please|kindly|hello|hi|excuse me|also)[, ]+"
    r"|(?:can|could|would|will) (?:you|someone|anyone|anybody) (?:please )?(?:tell|show|explain"
    r"|give|let|say|clarify|confirm|describe|list|advise|help)[a-z]*(?: to| me| us| know| out)* "
    r"|are you able to tell (?:me|us) |(?:do|does) (?:you|anyone) know "
    r"|(?:i|we)(?:'d| would) like to (?:know|ask|find out) "
    r"|(?:i|we) (?:want|need) to (?:know|find out) |(?:tell|show) (?:me|us) |i wonder )+"
)
COMPARED = re.compile(
    r"\b(?:differ(?!ent (?:type|kind|level|size|region|sector|group|area|categor))|compar|versus\b"
    r"|vs\b|contrast|distinguish|distinct|in common|unlike|as opposed to|same as|similar"
    r"|gap between|advantages? (?:of|over)"
    r"|which of the two|how (?:much|many) (?:more|less|higher|lower|fewer|longer))"
    r"|\bchanged?s?\b.* (?:between|since|from|compared)|what(?:'s| has| have| is)? (?:changed|new) "
    r"|\bas (?:much|many|high|strict|long|large|big|generous) as\b"
    r"|^which\b.* (?:higher|lower|larger|bigger|stricter|tougher|longer|shorter|faster|better|worse"
    r"|cheaper|easier|harder|later|earlier|greater|fewer|more|less|smaller|quicker|most|least)\b"
    r"|^(?:is|are|was|were|do|does|did)\b.* (?:[a-z]{3,}er|more|less)\b.* than (?!\d|one|two|five)"
    r"|\b(?:higher|lower|stricter|larger|longer|better|faster|cheaper)\b.* or "
    r"|^(?:who|what)\b.* (?:more|less)\b.* or |\bthe same\b.* (?:and|as) "
    r"|^how (?:has|have|did|was|were) .*(?:chang|revis|amend|evolv)"
    r"|\b(?:higher|lower|stricter|larger|more|less|longer|better) than (?:the |those |that |in )*"
    r"(?:previous|old|last|before|former|earlier|those|20\d\d|provincial|national)"
)
BY_MAIL = re.compile(
    r"\b(?:by|via|through|over|using|use) (?:the )?(?:e-?mail|phone|telephone|fax|wechat)"
)
TO_REACH = re.compile(
    r"\bwhom?\b.{0,30}\b(?:call|ring|reach|ask|speak|talk|write to|turn to|get in touch|message"
    r"|report problems)\b"
    r"|\bhow (?:can|do|could|should) (?:i|we|one) (?:reach|get in touch)"
    r"|\b(?:enquiry|inquiry|help|advice|complaints?) (?:line|desk)\b"
    r"|(?:what|which) number\b.{0,30}\b(?:call|dial|ring|reach)\b"
)
NAMES_BASIS = re.compile(
    r"(?:according to|based on|on the basis of|pursuant to|in line with|in accordance with)"
    r" (?:what|which)|\bon what (?:legal )?basis|\b(?:legal|policy|statutory) basis\b"
    r"|\b(?:document|reference|standard|file|notice|circular|regulation|policy|official|law|decree|serial)"
    r" (?:number|no)\b"
    r"|\bnumber of (?:the|this|that) (?:[a-z0-9]+ ){0,3}"
    r"(?:notice|document|standard|circular|law|regulation|measures|policy|opinion)\b"
    r"|\b(?:title|name) of the (?:[a-z0-9]+ ){0,2}(?:notice|document|law|regulation|circular"
    r"|policy)\b"
    r"|\bor (?:some |an)?other (?:document|paper|notice|law)|\b(?:what|which)\b.* based on(?: \?)?$"
    r"|what number (?:does|do|is|has) .*(?:notice|document|circular)|under what authority"
    r"|\bwhere\b.* (?:written|stated|laid down|stipulated|specified|set out)\b"
)
TAKES_PART = re.compile(
    r"whom? (?:all |else |exactly )?(?:(?:can|may|could|should|must|has to|have to|needs? to|might"
    r"|is (?:able|allowed|required|obliged|permitted) to)(?: also| still| now)? (?:not )?(?:be )?"
    r"(?:apply|submit|comply|participat|register|receive|claim|join|get|use|enter|benefit|attend"
    r"|take|enrol|file|undergo|follow|report|declare|exempt|included|compete|obtain|nominated"
    r"|sign up|bid|wear|tested|request)|qualif|benefit|counts? as|falls? under"
    r"|gets? (?!to)|receives? (?!the (?:appl|form|material|report|document))"
    r"|(?:is|are) (?:eligible|entitled|exempt|covered|excluded|subject|bound|affected|included"
    r"|targeted|not |considered|the (?:target|intended|benef))"
    r"|(?:is|are|was|were|does|do|did) .*(?:for(?: \?|\?)?$|aimed|appl[a-z]*|open|intended|targeted"
    r"|address|available|cover|benefit|designed|relevant|meant|binding|target)\b)"
)
CHOSEN = re.compile(
    r"\b(?:were|was|won|received|selected|named|listed|awarded|passed|failed|got|recogni[sz]ed"
    r"|approved|chosen|made|shortlisted|designated|on the list)\b"
)
DEFINED = re.compile(
    r"what counts as |what(?:'s| is| are) an? |what (?:is|are) (?:the )?[a-z ]+ for(?: \?)?$"
)
LEADS = re.compile(
    r"(?:which|what) (?:[a-z]+ ){0,2}(?:institution|organi[sz]ation|unit|association|entit|compan"
    r"|group)[a-z]* (?:is |are |will |should |must )?(?:review|approv|issu|manag|supervis|draft"
    r"|lead|organi|administ|handl|implement|responsible|in charge|evaluat|audit|overse)"
)
TO_DO = re.compile(r"what (?:do|does|must|should|can) (?:[a-z]+ ){1,2}(?:have to |need to )?do\b")
QUALIFY = re.compile(r"\b(?:can|may|eligible|qualif\w*|entitled|allowed to apply|exempt)\b")
APPLIES = re.compile(
    r"\bto (?:what|which)\b.* appl|\bappl[a-z]+ to\b|\b(?:eligib|beneficiar|scope of|aimed at"
    r"|(?:target|age) (?:group|audience|population))"
)
HANDED_IN = re.compile(
    r"\b(?:submi|require|attach|need|provide|bring|prepare|upload|enclose|include|hand|contain|cover|consist|compris)"
)
