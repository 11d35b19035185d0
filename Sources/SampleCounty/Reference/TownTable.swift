// SPDX-License-Identifier: Apache-2.0

/// The towns of Baoying county 宝应县 (321023) and the names of their villages.
///
/// Codes and town names: the National Bureau of Statistics' edition of 2023-06-30, by way of
/// github modood/Administrative-divisions-of-China (WTFPL); 321023400 is a statistics unit, not an
/// administrative division. Village names: PyPI jionlp 1.5.31 (Apache-2.0), whose list has 282;
/// their statistics codes are not to be had and are not made up. The order is that of the list: it
/// gives the villages' numbers.
enum TownTable {
  /// One town: its 9-digit code, its name, and its villages' names in order.
  struct Row: Sendable {
    let code: String
    let name: String
    /// Separated by white space.
    let villages: String

    var villageNames: [String] { villages.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  static let rows: [Row] = [
    Row(
      code: "321023100", name: "安宜镇",
      villages: """
        三团村 三里社区 世纪园社区 东升社区 东门社区 刘堡村 刘庄村 刘沟社区 北河社区 北港村
        北闸村 南园社区 南窑社区 南闸村 大桥社区 学墩社区 安宜社区 安民社区 官沟村 桃园社区
        泰山东村 潘桥村 爱民社区 牌楼社区 画川社区 白田村 白田社区 罗巷社区 船闸村 花庄社区
        苏中社区 莲花社区 西刘堡村 西港村 西郊村 贾桥村 郑河村 郭庄村 金湖渔业村 铁桥社区
        陈家村 齐心社区
        """),
    Row(
      code: "321023101", name: "氾水镇",
      villages: """
        东园社区 东风社区 京杭村 太平村 宋埠村 戈店村 成庄村 新民村 新荡村 新阳村 柘沟社区
        江宝社区 牌坊村 瓦甸村 石桥村 红旗社区 胜利社区 苏律村 范西村 西园社区 迎丰村 郎儿村
        金宝渔业村 长沙村 韦北村 高阳村 龙河村
        """),
    Row(
      code: "321023102", name: "夏集镇",
      villages: """
        万民村 三洋河村 丰收村 卫星村 双塘村 双琚村 塘北村 夏集社区 子婴河社区 潼口村 王桥村
        王营村 相庄村 苏雅村 蒋庄村 赵雍村 郭桥社区
        """),
    Row(
      code: "321023103", name: "柳堡镇",
      villages: """
        亚宝社区 仁里村 团庄村 塘新村 寿林村 廷柏村 建设村 张袁村 新安村 柳堡村 清元村
        王通河村 联丰村 芦东村 芦村 迎湖村 邬阳村 郑渡社区 雍尹村
        """),
    Row(
      code: "321023104", name: "射阳湖镇",
      villages: """
        冲林村 刁夷村 四联村 大槐村 天平社区 姜庄村 姬风村 射南村 射阳湖渔业村 平南村 平江村
        廖徐村 戴堡村 戴庄村 林上村 柳树村 桥南村 水泗社区 油坊村 泗河村 潘舍村 王坤村
        臧陈社区 落潮村 蒋堡村 赵勤村 钱沟村 风车头村 马墩村 高夏村 魏荡村 鹅村 黄荡村
        """),
    Row(
      code: "321023105", name: "广洋湖镇",
      villages: """
        万新村 三联村 东溪村 东进村 严桥村 兰亭村 兴洋社区 桥头村 白鼠村 肖家村 葛庄村
        蒯家村 西溪村 鹤湾村
        """),
    Row(
      code: "321023106", name: "鲁垛镇",
      villages: """
        三新村 五顷村 何家村 崔王村 朱斗村 荡口村 贾林村 鉴青村 陈幸村 陶林村 鲁垛村
        鲁垛集镇社区 鲁庄村
        """),
    Row(
      code: "321023107", name: "小官庄镇",
      villages: """
        南场村 双闸村 小官庄村 小官庄集镇社区 杨蒋村 王圩村 石先村 祖全村 范沟村 诚忠村
        """),
    Row(
      code: "321023108", name: "望直港镇",
      villages: """
        仲墩村 兴旺村 兴港社区 军师村 北沙村 北河村 南沙村 吴堡村 和平村 国强村 大树村
        张楼村 月蟾村 望直村 火花村 牌楼村 狮庄村 獐狮荡社区 蛤拖村 西荡村 马垛村
        """),
    Row(
      code: "321023109", name: "曹甸镇",
      villages: """
        三元村 下舍村 下舍社区 古塔村 周管村 夏庄村 官河村 屈舍村 崔堡村 康庄村 新南村
        曹南村 曹甸村 曹甸社区 李沟村 梁沙村 溪北村 滨河花园社区 甄庄村 舍新村 茆舍村 郝舍村
        金吾村 陆庄村 黄家村
        """),
    Row(
      code: "321023110", name: "西安丰镇",
      villages: """
        南舍村 天亭社区 太仓村 崔渡村 张吉村 朱郭村 林溪村 花亭村 苗圃村 西安丰镇社区
        集丰社区
        """),
    Row(
      code: "321023111", name: "山阳镇",
      villages: """
        万缘社区 中南村 光辉村 公民村 兴同村 合心村 吴坝村 大东村 山阳社区 徐庄村 徐杨村
        春光村 杨河村 沿湖村 金庄村 顺河村 颂阳村 龚陈村
        """),
    Row(
      code: "321023112", name: "黄塍镇",
      villages: """
        大李庄村 大陆村 小垛村 徐甸村 新丰村 江跳村 联合村 鱼桥村 黄塍社区
        """),
    Row(
      code: "321023113", name: "泾河镇",
      villages: """
        东红村 刘上村 刘家潭村 台许村 大同村 左堡村 张北村 张桥社区 曹坝村 松竹村 泾农村
        泾河村 泾河社区 灶户村 蔡桥村 虹桥村 钱庄村 陈东村 陈桥村 黄浦村 黄浦社区
        """),
    Row(
      code: "321023400", name: "宝应县经济开发区",
      villages: """
        七里社区 金湾社区
        """),
  ]
}
