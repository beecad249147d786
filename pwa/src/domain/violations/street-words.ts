/**
 * What officers say, and the words of the official names that mean it: nobody on the street searches for
 * 不按交通信号灯指示通行. Of each list the nearest meaning stands first; words with a blank between must all occur.
 */
const STREET_WORDS: Readonly<Record<string, readonly string[]>> = {
  闯红灯: ["信号灯", "交通信号规定", "违反交通信号", "停止信号"],
  红灯: ["信号灯", "交通信号规定", "违反交通信号", "停止信号"],
  红绿灯: ["信号灯", "交通信号规定", "违反交通信号", "停止信号"],
  越线: ["停止信号"],
  超速: ["超过规定时速", "超速"],
  逆行: ["逆向"],
  酒驾: ["饮酒", "醉酒"],
  酒后: ["饮酒", "醉酒"],
  醉驾: ["醉酒", "饮酒"],
  喝酒: ["饮酒", "醉酒"],
  头盔: ["安全头盔"],
  违停: ["规定停放", "停放", "规定地点停放"],
  乱停: ["规定停放", "停放", "规定地点停放"],
  违章停车: ["规定停放", "停放"],
  违法停车: ["规定停放", "停放"],
  打电话: ["手持电话", "使用电话"],
  打手机: ["手持电话", "使用电话"],
  玩手机: ["手持电话", "使用电话", "妨碍安全驾驶的行为"],
  看手机: ["电子屏幕", "手持电话", "妨碍安全驾驶的行为"],
  手机: ["手持电话", "使用电话"],
  没系安全带: ["安全带"],
  不系安全带: ["安全带"],
  无证: ["未取得 驾驶证", "驾驶证被吊销期间", "驾驶证暂扣期间", "准驾车型不符"],
  没带证: ["未随车携带"],
  未带证: ["未随车携带"],
  无牌: ["未悬挂机动车号牌", "未悬挂号牌", "未依法登记"],
  假牌: ["伪造 号牌"],
  套牌: ["其他车辆的机动车号牌", "其他非机动车的号牌"],
  遮牌: ["号牌 遮挡"],
  假证: ["伪造 驾驶证", "伪造 行驶证"],
  压线: ["禁止标线"],
  压实线: ["禁止标线"],
  实线变道: ["禁止标线", "变更车道"],
  闯禁: ["禁令标志", "交通管制"],
  禁行: ["禁令标志", "交通管制"],
  加塞: ["穿插", "两侧超越", "交替"],
  插队: ["穿插", "两侧超越", "交替"],
  变道: ["变更车道", "变更两条车道"],
  连续变道: ["变更两条车道"],
  调头: ["掉头"],
  按喇叭: ["鸣喇叭"],
  鸣笛: ["鸣喇叭"],
  斑马线: ["人行横道"],
  不礼让: ["人行横道时未停车让行", "遇行人", "避让行人", "让行行人"],
  让行人: ["人行横道时未停车让行", "遇行人", "避让行人", "让行行人"],
  公交车道: ["专用车道"],
  公交专用道: ["专用车道"],
  导向: ["导向车道"],
  远光灯: ["使用灯光"],
  大灯: ["使用灯光"],
  车距: ["安全距离"],
  超载: ["超过核定载质量", "载货长度"],
  客货混装: ["违反规定载客", "违反规定载货"],
  带人: ["载人"],
  年检: ["安全技术检验"],
  脱检: ["安全技术检验"],
  交强险: ["强制保险"],
  改装: ["改装", "加装", "拼装"],
  扔垃圾: ["抛洒"],
  抛物: ["抛洒"],
  飘洒: ["遗洒"],
  开门杀: ["开关车门"],
  开车门: ["开关车门"],
  飙车: ["追逐", "曲折竞驶", "超过规定时速"],
  横穿: ["横过"],
  乱穿马路: ["横过"],
  翻护栏: ["跨越道路隔离设施"],
  翻栏杆: ["跨越道路隔离设施"],
  滑板: ["滑行工具"],
  外卖: ["配送"],
  电动车: ["电动自行车"],
  电瓶车: ["电动自行车"],
  走机动车道: ["未在非机动车道", "不在机动车道", "不在人行道"],
};
const LEAST_LETTERS = 2;

/** The street words inside what was typed, or those that it begins. */
function meanings(typed: string): (readonly string[])[] {
  if (typed.length < LEAST_LETTERS) return [];
  const exact = STREET_WORDS[typed];
  if (exact) return [exact];
  return Object.entries(STREET_WORDS)
    .filter(([word]) => word.startsWith(typed) || typed.includes(word))
    .map(([, official]) => official);
}

/** Place of the first official wording of the typed word that the name has, 0 the nearest; null: the name has none. */
export function streetRank(name: string, typed: string): number | null {
  const ranks = meanings(typed)
    .map((official) => official.findIndex((one) => one.split(" ").every((part) => name.includes(part))))
    .filter((rank) => rank >= 0);
  return ranks.length > 0 ? Math.min(...ranks) : null;
}

export const STREET_WORD_LIST: readonly string[] = Object.keys(STREET_WORDS);
