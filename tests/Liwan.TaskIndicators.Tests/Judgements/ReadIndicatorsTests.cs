using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Judgements;

public sealed class ReadIndicatorsTests(TaskIndicatorsFixture<OnSqlite> fixture) : IClassFixture<TaskIndicatorsFixture<OnSqlite>>
{
    [Fact]
    public async Task ReadIndicators_OfSeveral_JudgesThemInTheOrderAsked()
    {
        var answer = await ReadAsync(Text("≥95%", "98%"), Text("≥95%", "90%"), Text("≥95%", ""), Text("显著提升", "显著提升"), Text("100%", "1000件达成预期指标"));

        Assert.Equal([Outcome.Exceeded, Outcome.NotMet, Outcome.NotReported, Outcome.Qualitative, Outcome.Qualitative], answer.Judgements.Select(judgement => judgement.Outcome));
        Assert.Equal(Judgement.Types.Grounds.UnitsDiffer, answer.Judgements[4].Grounds);
        Assert.All(answer.Judgements, judgement =>
        {
            Assert.Equal(judgement.Outcome, judgement.ReadOutcome);
            Assert.EndsWith("。", judgement.Reason, StringComparison.Ordinal);
            Assert.True(judgement.ReaderVersion > 0);
            Assert.Null(judgement.Override);
        });
    }

    [Fact]
    public async Task ReadIndicators_OfTheSameWords_GivesTheJudgementThatAPlanIsStoredWith()
    {
        var plan = RealForm.Read("npc-office");
        var texts = plan.Tasks.SelectMany(task => task.Indicators).Select(indicator => new IndicatorText
        {
            Name = indicator.DisplayName,
            Definition = indicator.Definition,
            Target = indicator.Target,
            Actual = indicator.Actual,
        });

        var read = await ReadAsync([.. texts]);
        var stored = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", plan);

        Assert.Equal(read.Judgements, stored.Tasks.SelectMany(task => task.Indicators).Select(indicator => indicator.Judgement));
        Assert.Equal(read, await ReadAsync([.. texts]));
    }

    [Fact]
    public async Task ReadIndicators_OfTheMostThatItTakes_AnswersAll()
    {
        var texts = Enumerable.Range(0, 5000).Select(i => Text("≥95%", i % 2 == 0 ? "98%" : "90%")).ToArray();

        var answer = await ReadAsync(texts);

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? Outcome.Exceeded : Outcome.NotMet), answer.Judgements.Select(judgement => judgement.Outcome));
        var error = await RpcError.OfAsync(() => ReadAsync([.. texts, Text("1", "1")]));
        Assert.Equal((StatusCode.InvalidArgument, "5001", "5000"), (error.Code, error.Metadata["value"], error.Metadata["limit"]));
        Assert.Equal([("indicators", "TOO_MANY_ITEMS")], error.Fields);
    }

    [Fact]
    public async Task ReadIndicators_OfNothing_NamesTheField() =>
        Assert.Equal([("indicators", "FIELD_REQUIRED")], (await RpcError.OfAsync(() => ReadAsync())).Fields);

    [Theory]
    [InlineData("name", 200)]
    [InlineData("definition", 2_000)]
    [InlineData("target", 2_000)]
    [InlineData("actual", 2_000)]
    public async Task ReadIndicators_OfATextAtItsLimit_IsAcceptedAndBeyondItRefused(string field, int limit)
    {
        var longest = string.Concat(Enumerable.Repeat("𠮷", limit));
        Assert.Single((await ReadAsync(With(longest))).Judgements);

        var error = await RpcError.OfAsync(() => ReadAsync(Text("1", "1"), With(longest + "吉")));
        Assert.Equal([($"indicators[1].{field}", "TEXT_TOO_LONG")], error.Fields);
        error = await RpcError.OfAsync(() => ReadAsync(With("第一\u000b行")));
        Assert.Equal([($"indicators[0].{field}", "TEXT_CONTROL_CHARACTER")], error.Fields);

        IndicatorText With(string text)
        {
            var with = new IndicatorText();
            IndicatorText.Descriptor.FindFieldByName(field).Accessor.SetValue(with, text);
            return with;
        }
    }

    private static IndicatorText Text(string target, string actual) => new() { Name = "参与率", Target = target, Actual = actual };

    private async Task<ReadIndicatorsResponse> ReadAsync(params IndicatorText[] texts) =>
        await fixture.Plans.ReadIndicatorsAsync(new ReadIndicatorsRequest { Indicators = { texts } });
}
