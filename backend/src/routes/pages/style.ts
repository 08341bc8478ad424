import { Html } from './html.ts';

/** Style of the pages that need no script: follows the system's light or dark, works from 320 px on. */
export const PAGE_STYLE = new Html(`
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1b2330;--soft:#5b6675;--line:#dde2e8;--done:#1a7f4b;--run:#1f60c4;--block:#b3261e;--open:#8a94a3;--warn:#9a5b00;--track:#e6eaef}
@media (prefers-color-scheme:dark){:root{--bg:#111318;--card:#1a1e25;--text:#e4e7ec;--soft:#9aa5b4;--line:#2b313b;--done:#4cc38a;--run:#6ea8fe;--block:#ff8a80;--open:#6b7686;--warn:#f0b35a;--track:#2b313b}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:960px;margin:0 auto;padding:20px 16px 48px}
header{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:4px 16px;margin-bottom:16px}
h1{font-size:20px;margin:0}h2{font-size:18px;margin:0;overflow-wrap:anywhere}h3{font-size:13px;margin:20px 0 6px;color:var(--soft);font-weight:600}
a{color:var(--run)}.soft{color:var(--soft)}.small{font-size:13px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:0 0 16px}
.bar{display:flex;height:12px;border-radius:6px;overflow:hidden;background:var(--track);margin:10px 0 6px}
.bar span{display:block;height:100%}.done{background:var(--done)}.run{background:var(--run)}.block{background:var(--block)}
.keys{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:13px;color:var(--soft)}
.keys i{display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:5px}.keys i.open{background:var(--track);border:1px solid var(--open)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin-top:14px}
.facts div{min-width:0}.facts dt{font-size:13px;color:var(--soft)}.facts dd{margin:0;font-size:17px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
ul{list-style:none;margin:0;padding:0}li{padding:6px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}li:first-child{border-top:0}
footer{margin-top:8px;line-height:2}
.id{font-variant-numeric:tabular-nums;color:var(--soft);margin-right:6px}
.problem{border-left:4px solid var(--warn);padding:6px 0 6px 12px;margin:12px 0;overflow-wrap:anywhere}
form{display:grid;gap:12px;max-width:420px}input,button{font:inherit;padding:10px 12px;border-radius:8px;border:1px solid var(--line);background:var(--bg);color:var(--text)}
button{background:var(--run);border-color:var(--run);color:#fff;font-weight:600;cursor:pointer}
@media (prefers-color-scheme:dark){button{color:#10151f}}
:focus-visible{outline:2px solid var(--run);outline-offset:2px}
`);
