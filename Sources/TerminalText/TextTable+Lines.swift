// SPDX-License-Identifier: Apache-2.0

extension TextTable {
  /// The table as lines without their newlines: titles, rows, and notes on what is left out.
  ///
  /// No line ends in spaces, and none is wider than the terminal, if it has an edge.
  public func lines(on terminal: Terminal) -> [String] {
    let (head, tail) = shownRows
    let titles = columns.map { Drawn(text: Escaping.visible($0.title.text(in: terminal.language))) }
    let top = head.map { drawn($0, on: terminal) }
    let bottom = tail.map { drawn($0, on: terminal) }
    let all = [titles] + top + bottom
    let natural = columns.indices.map { index in
      all.reduce(0) { max($0, terminal.width.columns(of: $1[index].text)) }
    }
    let layout = layout(naturalWidths: natural, in: terminal)

    var lines = [line(titles, layout, on: terminal, isTitle: true)]
    lines += top.map { line($0, layout, on: terminal) }
    if head.count + tail.count < rows.count {
      lines.append(note(elided(rows.count - head.count - tail.count, on: terminal), on: terminal))
    }
    lines += bottom.map { line($0, layout, on: terminal) }
    if rows.isEmpty { lines.append(note(Phrase(en: "(no rows)", zh: "（无记录）"), on: terminal)) }
    if layout.widths.count < columns.count {
      lines.append(note(leftOut(from: layout.widths.count), on: terminal))
    }
    return lines
  }
}

extension TextTable {
  /// A cell as it will be shown, before it is fitted.
  private struct Drawn {
    var text: String
    var mark: Terminal.Mark?
  }

  private var shownRows: (head: ArraySlice<[Cell]>, tail: ArraySlice<[Cell]>) {
    guard let rowLimit, rows.count > rowLimit else { return (rows[...], []) }
    let limit = max(0, rowLimit)
    return (rows.prefix((limit + 1) / 2), rows.suffix(limit / 2))
  }

  private func drawn(_ row: [Cell], on terminal: Terminal) -> [Drawn] {
    row.map { cell in
      switch cell {
      case .text(let text): Drawn(text: Escaping.visible(text))
      case .phrase(let phrase): Drawn(text: Escaping.visible(phrase.text(in: terminal.language)))
      case .number(let number): Drawn(text: NumberText.grouped(number))
      case .marked(let mark, let text):
        Drawn(text: "\(terminal.sign(mark)) \(Escaping.visible(text))", mark: mark)
      case .noData: Drawn(text: terminal.noData)
      }
    }
  }

  private func line(
    _ cells: [Drawn], _ layout: Layout, on terminal: Terminal, isTitle: Bool = false
  ) -> String {
    var line = ""
    var spaces = indent
    for ((cell, column), width) in zip(zip(cells, columns), layout.widths) {
      let text = terminal.width.truncate(cell.text, to: width, at: isTitle ? .end : column.cut)
      let padding = width - terminal.width.columns(of: text)
      if column.alignment == .right { spaces += padding }
      if !text.isEmpty {
        line += String(repeating: " ", count: spaces)
        line += painted(text, cell.mark, isTitle ? .bold : column.style, on: terminal)
        spaces = 0
      }
      spaces += (column.alignment == .left ? padding : 0) + Self.gap
    }
    return line
  }

  private func painted(
    _ text: String, _ mark: Terminal.Mark?, _ style: Terminal.Style?, on terminal: Terminal
  ) -> String {
    if let mark { return terminal.painted(text, as: mark) }
    return style.map { terminal.styled(text, $0) } ?? text
  }

  private func note(_ phrase: Phrase, on terminal: Terminal) -> String {
    let text = phrase.text(in: terminal.language)
    let room = terminal.columns.map { max(1, $0 - indent) } ?? .max
    let fitted = terminal.width.truncate(text, to: room)
    return String(repeating: " ", count: indent) + terminal.styled(fitted, .dim)
  }

  private func elided(_ count: Int, on terminal: Terminal) -> Phrase {
    let dots = terminal.width.ellipsis
    return Phrase(
      en: "\(dots) \(grouped: count) of \(grouped: rows.count) rows not shown \(dots)",
      zh: "\(dots) 共 \(grouped: rows.count) 行，\(grouped: count) 行未显示 \(dots)")
  }

  private func leftOut(from first: Int) -> Phrase {
    let titles = columns[first...].map(\.title)
    let en = titles.map(\.en).joined(separator: ", ")
    let zh = titles.map(\.zh).joined(separator: "、")
    return Phrase(
      en: "(too narrow for: \(en))", zh: "（宽度不足，未显示：\(zh)）")
  }
}
