// SPDX-License-Identifier: Apache-2.0

/// A list of names whose cases have terms of the field: what tables in Chinese show for the codes
/// that scripts and files use (docs/TERMS.md).
public protocol ChineseTerm: Enumeration {
  /// The term of the field.
  var chinese: String { get }
}
