// SPDX-License-Identifier: Apache-2.0

/// How the page looks, on A4 and on a screen: one ink beside black, so that grey says the same.
enum Stylesheet {
  static func markup(_ language: ReportLanguage) -> Markup {
    .lines([.style(common), .style(drawing), .style(print), language.sheet])
  }

  private static let common: StaticString = """
    :root { --ink: #1b1f24; --soft: #59636e; --rule: #c9d1d9; --deep: #1f3a56; --wash: #f3f5f7; }
    * { box-sizing: border-box; }
    html { font-size: 9.5pt; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 182mm; padding: 10mm 4mm 20mm; color: var(--ink);
      background: #fff; line-height: 1.55; line-break: strict; overflow-wrap: break-word;
      font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
        sans-serif;
      font-variant-numeric: tabular-nums lining-nums;
    }
    h1, h2, h3, h4 { line-height: 1.25; font-weight: 700; break-after: avoid; }
    h2 {
      margin: 12mm 0 4mm; padding-bottom: 1.6mm; font-size: 16pt; color: var(--deep);
      border-bottom: 0.5mm solid var(--deep);
    }
    h2 .number { display: inline-block; min-width: 8mm; font-weight: 400; }
    h3 { margin: 6mm 0 2mm; font-size: 11.5pt; }
    h4 { margin: 0 0 1mm; font-size: 10pt; }
    p { margin: 0 0 2.5mm; break-inside: avoid; }
    ul { margin: 0 0 2.5mm; padding-left: 5mm; }
    li { margin-bottom: 0.8mm; }
    .short { white-space: nowrap; }
    code {
      font-family: "DejaVu Sans Mono", "Noto Sans Mono CJK SC", Consolas, Menlo, monospace,
        "Noto Sans CJK SC", sans-serif;
      font-size: 0.86em; overflow-wrap: anywhere; font-variant-ligatures: none;
    }
    .note { color: var(--soft); font-size: 8.2pt; margin-top: 1.2mm; }
    .empty { color: var(--soft); padding: 3mm; background: var(--wash); }
    .none { color: var(--soft); }
    .warning { padding: 2mm 3mm; border-left: 1.2mm solid var(--deep); background: var(--wash); }
    .card {
      margin: 0 0 3mm; padding: 2.5mm 3.5mm 1.5mm; border: 0.25mm solid var(--rule);
      break-inside: avoid;
    }
    .card ul { margin-bottom: 1mm; }

    table { width: 100%; border-collapse: collapse; margin: 2mm 0 1mm; font-size: 8.3pt; }
    th, td { padding: 0.9mm 1.3mm; vertical-align: baseline; }
    th:first-child, td:first-child { padding-left: 0; }
    th:last-child, td:last-child { padding-right: 0; }
    th {
      vertical-align: bottom; font-weight: 600; line-height: 1.3; min-width: 2.6em;
      border-bottom: 0.35mm solid var(--ink); overflow-wrap: normal; word-break: normal;
      hyphens: manual; text-wrap: balance;
    }
    td { border-bottom: 0.2mm solid var(--rule); line-height: 1.4; }
    .t { text-align: left; }
    .n { text-align: right; }
    td.n, td.n .share { white-space: nowrap; }
    td.n small, .tile small { color: var(--soft); font-size: 0.88em; }
    td.n small { display: inline-block; min-width: 5em; text-align: left; padding-left: 0.3em; }
    .stacked td.n small { display: block; min-width: 0; text-align: right; line-height: 1.2; }
    table.narrow { width: auto; min-width: 60%; }
    .narrow .n { padding-left: 8mm; }
    td code.long { font-size: 0.76em; }
    .object code { color: var(--soft); font-size: 0.8em; }
    tfoot td {
      border-top: 0.35mm solid var(--ink); border-bottom: 0; font-weight: 700;
    }
    tfoot small { font-weight: 400; }

    .cover { min-height: 240mm; display: flex; flex-direction: column; }
    .kicker { margin: 22mm 0 3mm; font-size: 12pt; letter-spacing: 0.12em; color: var(--soft); }
    h1 { margin: 0 0 8mm; font-size: 27pt; line-height: 1.25; color: var(--deep); }
    h1 .period { display: inline-block; }
    .tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 6mm 0 8mm; }
    .tile { padding: 3mm 3.5mm; background: var(--wash); border-top: 0.6mm solid var(--deep); }
    .tile .figure { margin: 0; font-size: 17pt; font-weight: 600; line-height: 1.2; }
    .tile .figure .share { display: block; }
    .tile .figure small { display: block; font-size: 8.3pt; font-weight: 400; line-height: 1.4; }
    .tile .name { margin: 0.6mm 0 0; color: var(--soft); font-size: 8.6pt; }
    dl { margin: 0 0 3mm; border-top: 0.2mm solid var(--rule); }
    dl div {
      display: flex; gap: 4mm; padding: 1.3mm 0; border-bottom: 0.2mm solid var(--rule);
    }
    dt { flex: 0 0 32mm; color: var(--soft); }
    dd { flex: 1; margin: 0; overflow-wrap: anywhere; }
    nav { margin-top: auto; }
    h2 + p, figcaption { break-after: avoid; }
    nav ol { columns: 2; column-gap: 8mm; margin: 0; padding-left: 6mm; }
    nav a { color: inherit; text-decoration: none; }
    .signatures { display: flex; gap: 10mm; margin-top: 24mm; break-inside: avoid; }
    .signatures div { flex: 1; border-top: 0.3mm solid var(--ink); padding-top: 1.5mm; }
    .signatures p { margin: 0; }
    .signatures .date { color: var(--soft); }
    """

  private static let drawing: StaticString = """
    figure { margin: 3mm 0 5mm; }
    figcaption { margin: 0 0 1.5mm; font-size: 10.5pt; font-weight: 700; }
    .picture.one { break-inside: avoid; break-after: avoid; }
    .chart { break-inside: avoid; }
    .chart { display: block; width: 100%; height: auto; }
    .chart text { font-size: 17px; fill: #1b1f24; }
    .chart .end { text-anchor: end; }
    .chart .tick { text-anchor: middle; fill: #59636e; font-size: 15px; }
    .chart .inside {
      text-anchor: middle; font-size: 15px; stroke: #fff; stroke-width: 5px; paint-order: stroke;
      stroke-linejoin: round;
    }
    .chart .light { fill: #fff; stroke: none; }
    .chart rect { stroke: #1b1f24; stroke-width: 1px; }
    .fill-dark { fill: #1f3a56; }
    .fill-diagonal, .fill-dots, .fill-blank, .fill-upright { fill: #fff; }
    .fill-grey { fill: #b4bfca; }
    .chart .texture { stroke: #1b1f24; stroke-width: 1.6px; fill: none; }
    .chart .track { fill: #f3f5f7; stroke: #c9d1d9; }
    .chart .mark { stroke: #1b1f24; stroke-width: 2px; stroke-dasharray: 6 4; fill: none; }
    """

  private static let print: StaticString = """
    @page { size: A4; margin: 17mm 15mm 19mm; }
    @page :first { margin-bottom: 12mm; }
    @media print {
      html, body { background: none; }
      body { max-width: none; padding: 0; }
      .cover { break-after: page; min-height: 262mm; }
      h2 { margin-top: 9mm; }
      section:first-of-type h2 { margin-top: 0; }
      thead { display: table-header-group; }
      tfoot { display: table-row-group; break-before: avoid; }
      tfoot tr { break-before: avoid; }
      tr, li { break-inside: avoid; }
      .whole { break-inside: avoid; }
      * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    @media screen {
      html { background: #e8ebee; }
      body { box-shadow: 0 0 4mm rgb(0 0 0 / 0.12); padding: 12mm 15mm 20mm; max-width: 210mm; }
    }
    """

  fileprivate static let english: StaticString = """
    @page {
      @bottom-right {
        content: counter(page) " / " counter(pages); font-size: 8pt; color: #59636e;
        font-family: "Noto Sans CJK SC", sans-serif;
      }
    }
    @page :first { @bottom-right { content: none; } }
    """

  fileprivate static let chinese: StaticString = """
    @page {
      @bottom-right {
        content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 8pt;
        color: #59636e; font-family: "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
      }
    }
    @page :first { @bottom-right { content: none; } }
    """
}

extension ReportLanguage {
  fileprivate var sheet: Markup {
    switch self {
    case .en: .style(Stylesheet.english)
    case .zh: .style(Stylesheet.chinese)
    }
  }
}
