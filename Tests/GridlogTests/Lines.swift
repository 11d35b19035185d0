// SPDX-License-Identifier: Apache-2.0

/// CloudEvents lines for tests: small, valid, and changed where a test wants them wrong.
enum Lines {
  /// A unit signs for a ticket: two fields, nothing personal.
  static func signed(_ number: Int, id: String? = nil, time: String = "2021-08-05T09:12:00+08:00")
    -> String
  {
    """
    {"specversion":"1.0","id":"\(id ?? "id-\(number)")","source":"system/app",\
    "type":"TicketSignedFor","subject":"ticket/T-\(number)","time":"\(time)",\
    "data":{"ticket":"ticket/T-\(number)","hop":1}}
    """
  }

  static func bytes(_ lines: [String]) -> [UInt8] {
    Array(lines.map { $0 + "\n" }.joined().utf8)
  }
}
