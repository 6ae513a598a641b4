using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Reports.Tests.Review;

public abstract class ReviewCommentTests(ReportsFixture fixture)
{
    private ReviewService.ReviewServiceClient Reviews => new(fixture.Host.Channel);

    [DatabaseFact]
    public async Task Comment_OnAField_KeepsWhatTheRevisionSaidThere()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        var first = await AddAsync(name, "task_plan.tasks[0].indicators[0].target", "目标偏低，请说明。");
        var second = await AddAsync(name, "", "总体较好。");
        var third = await AddAsync(name, "task_plan.tasks[0]", "任务过少。");

        Assert.Equal(
            [
                ($"{name}/reviewComments/1", "任务1的关键指标“出席率”的预期实现值", "85%", "目标偏低，请说明。", 1, "test"),
                ($"{name}/reviewComments/2", "", "", "总体较好。", 1, "test"),
                ($"{name}/reviewComments/3", "任务1", "召开会议。", "任务过少。", 1, "test"),
            ],
            new[] { first, second, third }.Select(comment => (comment.Name, comment.FieldLabel, comment.FieldValue, comment.Text, comment.Revision, comment.Author)));
        Assert.Equal([first, second, third], await ListAsync(name, 2));
    }

    [DatabaseFact]
    public async Task Comment_ThatIsSettled_StaysSoUnderWhoeverSettledIt()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        var comment = await AddAsync(name, "report.problems", "请写具体。");

        var settled = await Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = comment.Name });
        var again = await Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = comment.Name });

        Assert.Null(comment.ResolveTime);
        Assert.Equal(("test", settled), (settled.Resolver, again));
        Assert.NotNull(settled.ResolveTime);
        Assert.Equal([settled], await ListAsync(name, 50));
    }

    [DatabaseFact]
    public async Task Comments_By32AtOnce_HaveNumbersWithoutAGap()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => AddAsync(name, "report.problems", $"意见{i}")));

        var all = await ListAsync(name, 10);
        Assert.Equal(Enumerable.Range(1, 32).Select(number => $"{name}/reviewComments/{number}"), all.Select(comment => comment.Name));
        Assert.Equal(32, all.Select(comment => comment.Text).Distinct().Count());
    }

    [DatabaseFact]
    public async Task Comment_OfTheLongestText_OnTheLongestValue_IsKeptWhole()
    {
        var name = await fixture.NewFormAsync();
        // Each takes two UTF-16 code units.
        var longest = string.Concat(Enumerable.Repeat("𠮷", 2000));
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = longest } });
        await fixture.SubmitAsync(name);

        var comment = await AddAsync(name, "report.problems", longest);

        Assert.Equal((longest, longest), (comment.Text, comment.FieldValue));
        Assert.Equal([comment], await ListAsync(name, 50));
        Assert.Equal(("review_comment.text", "TEXT_TOO_LONG"), Assert.Single((await RpcError.OfAsync(() => AddAsync(name, "", longest + "长"))).Fields));
    }

    [DatabaseFact]
    public async Task Comments_MayBeWrittenWhileAFormIsSubmittedOrAccepted_AndOfTheRevisionThatIsThere()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.Reports.AcceptReportAsync(new AcceptReportRequest { Name = name });
        var accepted = await AddAsync(name, "report.problems", "请写具体。");
        await fixture.ReopenAsync(name);
        var returned = await RpcError.OfAsync(() => AddAsync(name, "report.problems", "请写具体。"));
        var settled = await Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = accepted.Name });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "预算执行偏慢。" } });
        await fixture.SubmitAsync(name);

        var second = await AddAsync(name, "report.problems", "可以。");

        Assert.Equal((1, "计划性不足。"), (accepted.Revision, accepted.FieldValue));
        Assert.Equal(("STATE_FORBIDS", "RETURNED"), (returned.Reason, returned.Metadata["state"]));
        Assert.NotNull(settled.ResolveTime);
        Assert.Equal(($"{name}/reviewComments/2", 2, "预算执行偏慢。"), (second.Name, second.Revision, second.FieldValue));
        Assert.Equal([settled, second], await ListAsync(name, 50));
    }

    [DatabaseFact]
    public async Task Comment_SettledByManyAtOnce_IsSettledOnce()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        var comment = await AddAsync(name, "", "请核对。");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => await Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = comment.Name })));

        Assert.Single(answers.Distinct());
        Assert.Equal([answers[0]], await ListAsync(name, 50));
    }

    [DatabaseFact]
    public async Task Comments_OfAReportThatIsNotThere_AreNotFound()
    {
        var absent = $"{await fixture.NewDepartmentAsync()}/reports/2021";

        Assert.Equal(("NOT_FOUND", absent), await NotFoundAsync(() => ListAsync(absent, 50)));
        Assert.Equal(("NOT_FOUND", absent), await NotFoundAsync(() => AddAsync(absent, "", "请核对。")));

        static async Task<(string, string)> NotFoundAsync(Func<Task> call)
        {
            var error = await RpcError.OfAsync(call);
            return (error.Reason, error.Metadata["name"]);
        }
    }

    [DatabaseFact]
    public async Task Comment_Repeated_GivesTheFirstAnswer()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        var request = new CreateReviewCommentRequest { Parent = name, ReviewComment = new ReviewComment { Text = "请核对。" }, RequestId = Guid.NewGuid().ToString() };

        Assert.Equal(await Reviews.CreateReviewCommentAsync(request), await Reviews.CreateReviewCommentAsync(request));
        Assert.Single(await ListAsync(name, 50));
        request.ReviewComment.Text = "请再核对。";
        Assert.Equal(("request_id", "REQUEST_ID_REUSED"), Assert.Single((await RpcError.OfAsync(() => Reviews.CreateReviewCommentAsync(request).ResponseAsync)).Fields));
    }

    [DatabaseFact]
    public async Task Comment_ThatCannotBe_NamesTheFieldOrTheState()
    {
        var draft = await fixture.NewFormAsync();
        var submitted = await fixture.NewFormAsync();
        await fixture.SubmitAsync(submitted);

        var early = await RpcError.OfAsync(() => AddAsync(draft, "", "请核对。"));
        var nowhere = await RpcError.OfAsync(() => AddAsync(submitted, "task_plan.tasks[7].expected", "请核对。"));
        var empty = await RpcError.OfAsync(() => AddAsync(submitted, "", " "));
        var unknown = await RpcError.OfAsync(() => Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = $"{submitted}/reviewComments/9" }).ResponseAsync);
        var malformed = await RpcError.OfAsync(() => Reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = $"{submitted}/comments/0" }).ResponseAsync);

        Assert.Equal(("STATE_FORBIDS", "DRAFT"), (early.Reason, early.Metadata["state"]));
        Assert.Equal(("review_comment.field", "VALUE_NOT_ACCEPTED"), Assert.Single(nowhere.Fields));
        Assert.Equal(("review_comment.text", "FIELD_REQUIRED"), Assert.Single(empty.Fields));
        Assert.Equal(("NOT_FOUND", $"{submitted}/reviewComments/9"), (unknown.Reason, unknown.Metadata["name"]));
        Assert.Equal(("name", "NAME_MALFORMED"), Assert.Single(malformed.Fields));
    }

    private async Task<ReviewComment> AddAsync(string name, string field, string text) =>
        await Reviews.CreateReviewCommentAsync(new CreateReviewCommentRequest { Parent = name, ReviewComment = new ReviewComment { Field = field, Text = text } });

    private async Task<List<ReviewComment>> ListAsync(string name, int pageSize)
    {
        var all = new List<ReviewComment>();
        var request = new ListReviewCommentsRequest { Parent = name, PageSize = pageSize };
        do
        {
            var page = await Reviews.ListReviewCommentsAsync(request);
            all.AddRange(page.ReviewComments);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }
}

public sealed class ReviewCommentsOnSqlite(ReportsFixture<OnSqlite> fixture) : ReviewCommentTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class ReviewCommentsOnSqlServer(ReportsFixture<OnSqlServer> fixture) : ReviewCommentTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;
