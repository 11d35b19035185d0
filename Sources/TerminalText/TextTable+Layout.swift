// SPDX-License-Identifier: Apache-2.0

extension TextTable {
  /// How wide each column is drawn: the first `widths.count` columns are, the others are left out.
  struct Layout {
    var widths: [Int]
  }

  static let gap = 2
  private static let leastTextWidth = 8

  /// Fits columns of the natural widths given into the terminal.
  func layout(naturalWidths: [Int], in terminal: Terminal) -> Layout {
    let natural = zip(columns, naturalWidths).map { column, width in
      min(max(width, column.minWidth ?? 1), column.maxWidth ?? .max)
    }
    guard let total = terminal.columns else { return Layout(widths: natural) }
    let room = max(1, total - indent)
    let least = zip(columns, natural).map { column, width in
      min(width, column.minWidth ?? (column.alignment == .right ? width : Self.leastTextWidth))
    }
    var count = columns.count
    while count > 1, Self.sum(least.prefix(count)) > room { count -= 1 }
    if count == 1 { return Layout(widths: [min(natural[0], room)]) }
    return Layout(
      widths: Self.narrow(
        Array(natural.prefix(count)), least: Array(least.prefix(count)), to: room))
  }

  /// The columns that widths take together, gaps included.
  private static func sum(_ widths: some Collection<Int>) -> Int {
    widths.reduce(0, +) + gap * (widths.count - 1)
  }

  /// Lowers the widest columns to one common level, as high as the room allows.
  private static func narrow(_ natural: [Int], least: [Int], to room: Int) -> [Int] {
    func widths(level: Int) -> [Int] {
      zip(natural, least).map { max($1, min($0, level)) }
    }
    guard sum(natural) > room else { return natural }
    var low = 0  // fits
    var high = natural.max() ?? 0  // does not
    while high - low > 1 {
      let middle = (low + high) / 2
      if sum(widths(level: middle)) <= room { low = middle } else { high = middle }
    }
    var result = widths(level: low)
    // The level above did not fit as a whole; what room is left goes to the columns at the left.
    for index in result.indices where sum(result) < room && result[index] < natural[index] {
      result[index] += 1
    }
    return result
  }
}
