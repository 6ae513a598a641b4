namespace Liwan.IndicatorReading.Tests;

/// <summary>The 30 indicators of the two published forms, each outcome with the reason for it.</summary>
public sealed class RealFormsTests
{
    public static TheoryData<IndicatorText, Outcome, Grounds> NpcOffice() => new()
    {
        // Of 146, 100%, 296 and 46 only 100% is a rate.
        { new("选举任务的完成率", "是否完成选举任务", "90%以上", "全区146个选区，100%一次投票选出新一届区人大代表296名。区十七届人大一次会议期间，依法选举产生新一届市人大代表46名"), Outcome.Exceeded, Grounds.NumbersCompared },
        // Completion is claimed in words; a rate is not given.
        { new("会议召开工作完成率", "会议议题是否完成", "100%", "完满完成会议各项议程"), Outcome.Qualitative, Grounds.ActualNotMeasurable },
        // The threshold restated is the threshold kept.
        { new("宣传覆盖面", "选举宣传是否到位", "90%以上", "宣传覆盖面达到90%以上"), Outcome.Met, Grounds.NumbersCompared },
        // None happened, which is at most one, whether or not 以下 includes it.
        { new("安全保障事故发生次数", "工作期间人员信息等方面是否安全", "1次以下", "没有发生安全保障事故"), Outcome.Met, Grounds.ZeroStated },
        { new("议案建议交办督办率", "人代会提出的议案建议交办督办情况", "100%", "议案建议交办督办率100%"), Outcome.Met, Grounds.NumbersCompared },
        // The target has no unit; the actual's 个 does not contradict it.
        { new("支持单位任务个数", "对协调挂点单位扶持工作情况", "6", "支持单位任务个数20个"), Outcome.Exceeded, Grounds.NumbersCompared },
        { new("代表参加活动出勤率", "代表参加各项会议、调研活动参与情况", "100%", "代表参加活动出勤率100%"), Outcome.Met, Grounds.NumbersCompared },
        { new("进社区人数或次数", "代表履行代表职务进入社区人次", "900人次", "进社区人数为1116人次"), Outcome.Exceeded, Grounds.NumbersCompared },
        // Not carried out, and a reason given: nothing to judge.
        { new("人大代表补选完成率", "人大代表补选任务完成情况", "100%", "因疫情原因，没有进行人大代表补选"), Outcome.Exempt, Grounds.ReasonGiven },
        { new("解决群众意见建议率", "在进社区期间听取群众意见建议后解决情况", "90%以上", "解决群众意见建议率为93%"), Outcome.Exceeded, Grounds.NumbersCompared },
        // Says what is reflected, not how many use it: the coverage is not reported.
        { new("系统使用覆盖率", "代表使用代表履职系统的情况", "95%以上", "通过代表履职系统反映代表的履职情况"), Outcome.NotReported, Grounds.LabelForValue },
        // 没有发放 is a slip for 没有发生; either way none.
        { new("安全保障发生事故次数", "会议期间人员信息等方面是否安全", "0次", "没有发放安全保障事故"), Outcome.Met, Grounds.ZeroStated },
        // 十六届, 第八次, 十七届 and 一次会议 are ordinals: that two meetings are named takes a person.
        { new("全年召开会议次数", "人代会召开次数", "1次", "召开十六届人大第八次会议及十七届人大一次会议"), Outcome.Qualitative, Grounds.ActualNotMeasurable },
        { new("印刷出错率", "各项文件资料印刷出错情况", "0", "发出材料印刷没有出现错误"), Outcome.Met, Grounds.ZeroStated },
        { new("系统使用覆盖率", "机关使用信息化系统的情况", "95%以上", "机关现代化办公系统普及化，达到95%以上"), Outcome.Met, Grounds.NumbersCompared },
    };

    public static TheoryData<IndicatorText, Outcome, Grounds> CppccOffice() => new()
    {
        { new("会议出席率", "会议出席率", "85%", ""), Outcome.NotReported, Grounds.ActualBlank },
        { new("会议任务完成率", "会议任务完成率", "100%", ""), Outcome.NotReported, Grounds.ActualBlank },
        { new("参会人员对会议安排的满意度", "", "95%以上", ""), Outcome.NotReported, Grounds.ActualBlank },
        // The measure's name stands where its value belongs.
        { new("组织委员专题调研次数", "组织委员调研次数", "6次", "专题调研次数"), Outcome.NotReported, Grounds.LabelForValue },
        { new("委员履职参与率", "", "90%", ""), Outcome.NotReported, Grounds.ActualBlank },
        { new("调研成果采纳率", "", "80%以上", ""), Outcome.NotReported, Grounds.ActualBlank },
        { new("委员调研视察成果", "形成专题调研报告", "6个", "调研报告件数"), Outcome.NotReported, Grounds.LabelForValue },
        { new("委员履职参与率", "委员参与全会和日常履职", "90%", "95%"), Outcome.Exceeded, Grounds.NumbersCompared },
        { new("政协委员履职人数", "参加履职人数", "242人", "履职人数"), Outcome.NotReported, Grounds.LabelForValue },
        { new("组织专题议政和对口协商会议", "委员参与专题议政和对口协商活动", "6次", "13次"), Outcome.Exceeded, Grounds.NumbersCompared },
        // 批 and 批次 are the same unit.
        { new("接待团组批数", "接待团、组批数", "5批", "1批次"), Outcome.NotMet, Grounds.NumbersCompared },
        // 4人 and 人数 in one.
        { new("聘请政府雇员人数", "聘请人员数", "4人", "4人数"), Outcome.Met, Grounds.NumbersCompared },
        // Work is claimed, the quantity is not given.
        { new("起草各类文稿数量", "起草各类文稿数量", "300份以上", "完成各类文稿"), Outcome.Qualitative, Grounds.ActualNotMeasurable },
        { new("对分管补助单位个数", "", "6个", ""), Outcome.NotReported, Grounds.ActualBlank },
        { new("离退休干部对服务工作的满意度", "服务离退休干部工作满意度", "95%以上", "满意度95%以上"), Outcome.Met, Grounds.NumbersCompared },
    };

    [Theory]
    [MemberData(nameof(NpcOffice))]
    [MemberData(nameof(CppccOffice))]
    public void Judge_OfAPublishedForm_GivesWhatItsWordsSay(IndicatorText text, Outcome outcome, Grounds grounds)
    {
        var judgement = IndicatorJudge.Judge(text);

        Assert.True((outcome, grounds) == (judgement.Outcome, judgement.Grounds), $"{text}: {judgement}");
        Assert.EndsWith("。", judgement.Reason, StringComparison.Ordinal);
    }
}
