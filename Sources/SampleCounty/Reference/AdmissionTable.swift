// SPDX-License-Identifier: Apache-2.0
internal import GridGovernance

/// What departments would like towns to do: invented tasks for the gate 准入 (S37).
enum AdmissionTable {
  struct Row: Sendable {
    let department: String
    let kind: TaskAdmissionRequested.Kind
    let task: String
  }

  static let rows = [
    Row(department: "sthj", kind: .temporaryTask, task: "示例：入河排污口专项排查"),
    Row(department: "yjgl", kind: .temporaryTask, task: "示例：自建房安全专项排查"),
    Row(department: "rsj", kind: .app, task: "示例：推广社保认证应用程序"),
    Row(department: "zjj", kind: .duty, task: "示例：燃气用户入户安检"),
    Row(department: "nync", kind: .duty, task: "示例：农药包装废弃物回收"),
    Row(department: "scjg", kind: .assessment, task: "示例：食品安全镇级考核"),
    Row(department: "gaj", kind: .temporaryTask, task: "示例：出租房屋集中登记"),
    Row(department: "mzj", kind: .certificate, task: "示例：居住状况证明"),
    Row(department: "swj", kind: .duty, task: "示例：农村河道日常保洁"),
    Row(department: "cgj", kind: .app, task: "示例：推广垃圾分类应用程序"),
    Row(department: "jtj", kind: .temporaryTask, task: "示例：渡口安全值守"),
    Row(department: "zrzy", kind: .temporaryTask, task: "示例：耕地图斑核查"),
  ]

  /// What became of the `number`-th request: half granted, a quarter each with conditions and not.
  static func result(_ number: Int) -> TaskAdmissionDecided.Result {
    [.granted, .refused, .granted, .conditional][number % 4]
  }
}
