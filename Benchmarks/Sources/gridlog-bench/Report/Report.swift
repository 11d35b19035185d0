// SPDX-License-Identifier: Apache-2.0
import Foundation

/// One measured figure beside its yardstick.
struct Line {
  let name: String
  let unit: String
  let ours: Double
  let yardstick: Double
  /// Better is larger.
  let ratio: Double
  /// The least ratio that is accepted; without one the line is told and never fails.
  let floor: Double?

  var isMissed: Bool { floor.map { ratio < $0 } ?? false }
}

/// Prints lines as they come and keeps them for the JSON file and the verdict.
final class Report {
  private(set) var lines: [Line] = []
  private static let nameWidth = 64

  func heading(_ text: String) { print("\n\(text)") }

  func columns() {
    print(Report.row("name", "ours", "yardstick", "ratio", "floor"))
  }

  /// A cost: less is better.
  func cost(
    _ name: String, _ unit: String, ours: Double, yardstick: Double, ratio: Double? = nil,
    floor: Double? = nil
  ) {
    add(
      Line(
        name: name, unit: unit, ours: ours, yardstick: yardstick,
        ratio: ratio ?? yardstick / ours, floor: floor))
  }

  /// A ratio that is made of many and has no cost of its own; told.
  func share(_ name: String, _ yardstick: String, _ ratio: Double) {
    add(Line(name: name, unit: yardstick, ours: ratio, yardstick: 1, ratio: ratio, floor: nil))
  }

  private func add(_ line: Line) {
    lines.append(line)
    print(
      Report.row(
        "\(line.name) (\(line.unit))", Report.number(line.ours), Report.number(line.yardstick),
        String(format: "%.2f", line.ratio),
        line.floor.map { String(format: "%.2f", $0) + (line.isMissed ? "  MISSED" : "") } ?? "-"))
    fflush(nil)
  }

  private static func row(
    _ name: String, _ ours: String, _ yardstick: String, _ ratio: String, _ floor: String
  ) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let padded = name + String(repeating: " ", count: max(0, nameWidth - name.count))
    return padded + right(ours, 12) + right(yardstick, 12) + right(ratio, 8) + "  " + floor
  }

  private static func number(_ value: Double) -> String {
    value < 10
      ? String(format: "%.3f", value)
      : value < 1000 ? String(format: "%.1f", value) : String(format: "%.0f", value)
  }

  /// One JSON object a line.
  func write(to path: String, _ machine: Machine) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = String(decoding: try encoder.encode(machine), as: UTF8.self) + "\n"
    for line in lines {
      let row = JSONLine(
        name: line.name, unit: line.unit, ours: line.ours, yardstick: line.yardstick,
        ratio: line.ratio, floor: line.floor)
      text += String(decoding: try encoder.encode(row), as: UTF8.self) + "\n"
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private struct JSONLine: Encodable {
    let name: String
    let unit: String
    let ours: Double
    let yardstick: Double
    let ratio: Double
    let floor: Double?
  }
}
