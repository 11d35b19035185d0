// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// The name with room for its number in this log beside it: a handle, for appends in numbers.
  ///
  /// Looking names up costs more than all else of an append but hashing. Ask once for a name that
  /// many events will have, and use what is returned in their streams, references and fields; it
  /// is equal to the plain name everywhere, also in other logs. A name that no event has yet gets
  /// its number with its first event.
  ///
  /// ```swift
  /// let town = log.object("town/321023101")
  /// for row in rows { try log.append([NewEvent(Counted(town: town, heads: row.heads))]) }
  /// ```
  public func object(_ name: ObjectName) -> ObjectName {
    var handle = name
    handle.number = ObjectNumber(name, log: dictionary.number)
    // Known already: its number is beside the name from the start.
    if let object = dictionary.object(name) {
      handle.number?.resolve(object, in: dictionary.number)
    }
    return handle
  }
}
