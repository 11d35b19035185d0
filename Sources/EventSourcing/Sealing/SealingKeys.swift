// SPDX-License-Identifier: Apache-2.0
internal import LMDB

/// The keys of the subjects of a commit group, got when the first of them is asked for: most
/// groups have no personal text, and need not be looked through for any.
struct SealingKeys {
  private let store: KeyStore
  private let requests: [AppendRequest]
  private var keys: [ObjectName: KeyStore.Key]?
  /// Why there are none: then nothing of the group may be written.
  private(set) var failure: LMDBError?

  init(_ store: KeyStore, for requests: [AppendRequest]) {
    self.store = store
    self.requests = requests
  }

  mutating func key(of subject: ObjectName) -> KeyStore.Key? {
    if keys == nil {
      do throws(LMDBError) {
        keys = try store.keys(making: subjects)
      } catch {
        failure = error
        keys = [:]
      }
    }
    return keys?[subject]
  }

  /// Of all requests, so that new keys are made in one durable step.
  private var subjects: Set<ObjectName> {
    var subjects: Set<ObjectName> = []
    for request in requests {
      for event in request.events {
        for section in event.body.clear { subjects.insert(section.subject) }
      }
    }
    return subjects
  }
}
