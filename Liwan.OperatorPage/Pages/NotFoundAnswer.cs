using Microsoft.AspNetCore.Http;

namespace Liwan.OperatorPage.Pages;

/// <summary>The status of a page about something that is not there.</summary>
internal static class NotFoundAnswer
{
    /// <summary>Answers 404 with what the page renders; set at once, the status would make the framework leave out the page.</summary>
    public static void AnswerNotFound(this HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
