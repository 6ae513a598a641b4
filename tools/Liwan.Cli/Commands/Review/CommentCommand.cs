using System.CommandLine;
using System.Globalization;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Review;

/// <summary><c>liwan comment</c>.</summary>
internal static class CommentCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("comment", "Review comments on the fields of a form (审核意见).");
        command.Add(Add(runtime));
        command.Add(List(runtime));
        command.Add(Resolve(runtime));
        return command;
    }

    private static Command Add(CliRuntime runtime)
    {
        var command = new Command("add", "Comment on a submitted or accepted form.");
        var selection = new FormSelection(command, many: false, required: true);
        var field = new Option<string>("--field")
        {
            Description = "The field, such as report.problems or task_plan.tasks[0].indicators[2].actual, counted from 0; default: the form as a whole.",
            HelpName = "PATH",
            DefaultValueFactory = _ => "",
        };
        var text = new Option<string>("--text") { Description = "The comment.", HelpName = "TEXT", Required = true };
        command.Add(field);
        command.Add(text);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var request = new CreateReviewCommentRequest
            {
                Parent = name.Report,
                ReviewComment = new ReviewComment { Field = parsed.GetValue(field)!, Text = parsed.GetValue(text)! },
                RequestId = ServiceClients.NewRequestId(),
            };
            var comment = await session.Clients.ReviewsAsync((c, o) => c.CreateReviewCommentAsync(request, o), cancellationToken);
            return Print(session, name, [comment]);
        });
        return command;
    }

    private static Command List(CliRuntime runtime)
    {
        var command = new Command("list", "List the comments on a form.");
        var selection = new FormSelection(command, many: false, required: true);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var comments = new List<ReviewComment>();
            var request = new ListReviewCommentsRequest { Parent = name.Report, PageSize = 1000 };
            do
            {
                var page = await session.Clients.ReviewsAsync((c, o) => c.ListReviewCommentsAsync(request, o), cancellationToken);
                comments.AddRange(page.ReviewComments);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return Print(session, name, comments);
        });
        return command;
    }

    private static Command Resolve(CliRuntime runtime)
    {
        var command = new Command("resolve", "Mark a comment as settled (已处理).");
        var selection = new FormSelection(command, many: false, required: true);
        var number = new Argument<int>("NUMBER") { Description = "The number of the comment." };
        command.Add(number);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var request = new ResolveReviewCommentRequest
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{name.Report}/reviewComments/{parsed.GetValue(number)}"),
                RequestId = ServiceClients.NewRequestId(),
            };
            var comment = await session.Clients.ReviewsAsync((c, o) => c.ResolveReviewCommentAsync(request, o), cancellationToken);
            return Print(session, name, [comment]);
        });
        return command;
    }

    private static int Print(CliSession session, FormName name, IReadOnlyList<ReviewComment> comments)
    {
        if (session.Json)
        {
            session.PrintJson(new CommentsDocument(name.Department, name.Year, [.. comments.Select(JsonOutput.Of)]));
        }
        else
        {
            ReviewOutput.Comments(session.Console, name, comments);
        }

        return ExitCode.Ok;
    }
}
