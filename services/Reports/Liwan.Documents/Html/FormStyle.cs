namespace Liwan.Documents.Html;

/// <summary>The style sheet of the HTML form, for screen, phone and print.</summary>
internal static class FormStyle
{
    public const string Sheet = """
        :root { color-scheme: light; }
        body { margin: 0; background: #fff; color: #000; font: 15px/1.5 "Noto Serif SC", "Source Han Serif SC", SimSun, "Songti SC", serif; }
        main { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1rem; }
        header p, .note, .draft { margin: .25rem 0; white-space: pre-wrap; }
        h1 { margin: .25rem 0; font-size: 1.6rem; text-align: center; white-space: pre-wrap; }
        .year { text-align: center; }
        .appendix { margin-top: 2.5rem; }
        h2 { margin: .25rem 0; font-size: 1.3rem; text-align: center; white-space: pre-wrap; }
        .seal { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
        .draft { width: fit-content; padding: .1rem .75rem; border: 2px solid #b00020; color: #b00020; font-weight: bold; }
        .scroll { overflow-x: auto; }
        .scroll:focus-visible { outline: 2px solid #0b57d0; }
        table { width: 100%; min-width: 60rem; border-collapse: collapse; table-layout: fixed; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td { border: 1px solid #000; padding: .3rem .35rem; text-align: center; vertical-align: middle; white-space: pre-wrap; overflow-wrap: anywhere; text-wrap: balance; }
        td.text { text-align: justify; text-wrap: wrap; }
        @media screen and (max-width: 48rem) {
          main { padding: .75rem .5rem; }
          h1 { font-size: 1.25rem; }
          h2 { font-size: 1.1rem; }
          .scroll { overflow: visible; }
          table, tbody, tr, th, td { display: block; width: auto; min-width: 0; }
          table { border-top: 1px solid #000; }
          colgroup { display: none; }
          th, td { border-width: 0 1px 1px; text-align: left; }
          th[role="columnheader"] { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); border: 0; }
          th[role="rowheader"] { background: #e8e8e8; font-size: 1.05rem; }
          td { border-bottom-color: #bbb; }
          tr > :last-child { border-bottom-color: #000; }
          td.text { text-align: left; }
          td[data-head]::before { content: attr(data-head); display: block; font-weight: bold; color: #444; }
          td[data-head]:not(.text) { display: flex; gap: 1rem; }
          td[data-head]:not(.text)::before { flex: 0 0 9.5em; }
        }
        @media print {
          @page { size: A4 landscape; margin: 14mm; @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 9pt; } }
          body { font-size: 10pt; line-height: 1.35; }
          main { max-width: none; padding: 0; }
          .scroll { overflow: visible; }
          .appendix { break-before: page; margin-top: 0; }
          table { min-width: 0; }
        }

        """;
}
