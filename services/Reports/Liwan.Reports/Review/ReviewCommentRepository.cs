using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Review;

/// <summary>The comments on reports in the database; they are added and settled, and never changed otherwise.</summary>
internal static class ReviewCommentRepository
{
    public static readonly ListMethod<ReviewComment> Method = new(
        mostOnPage: 1000,
        departmentColumn: "department",
        fields: [],
        orders: [new(OrderColumn.Number<ReviewComment>("number", "number", comment => comment.Number).Up())]);

    private const string Select =
        $"""
        SELECT department AS {nameof(ReviewComment.Department)}, year AS {nameof(ReviewComment.Year)}, number AS {nameof(ReviewComment.Number)},
            field AS {nameof(ReviewComment.Field)}, field_label AS {nameof(ReviewComment.FieldLabel)}, field_value AS {nameof(ReviewComment.FieldValue)},
            text AS {nameof(ReviewComment.Text)}, revision AS {nameof(ReviewComment.Revision)}, author AS {nameof(ReviewComment.Author)},
            create_time AS {nameof(ReviewComment.CreateTime)}, resolve_time AS {nameof(ReviewComment.ResolveTime)}, resolver AS {nameof(ReviewComment.Resolver)}
        FROM review_comment
        """;

    public static IReadOnlyList<ListScope> Scope(DepartmentYear report) => [new("department", report.Department), new("year", report.Year)];

    /// <summary>Adds a comment and returns it with its number. The transaction holds the report's row: that keeps the numbers without a gap.</summary>
    public static async Task<ReviewComment> AddAsync(DbSession session, ReviewComment comment)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO review_comment (department, year, number, field, field_label, field_value, text, revision, author, create_time, resolver)
            SELECT @Department, @Year, COALESCE(MAX(number), 0) + 1, @Field, @FieldLabel, @FieldValue, @Text, @Revision, @Author, @CreateTime, @Resolver
            FROM review_comment WHERE department = @Department AND year = @Year
            """,
            comment);
        var number = await session.QuerySingleOrDefaultAsync<int>(
            "SELECT MAX(number) FROM review_comment WHERE department = @Department AND year = @Year", new { comment.Department, comment.Year });
        var added = comment with { Number = number };
        session.Changed(added.Name, string.Empty, string.Empty);
        return added;
    }

    public static Task<ReviewComment?> FindAsync(DbSession session, DepartmentYear report, int number) =>
        session.QuerySingleOrDefaultAsync<ReviewComment>(
            $"{Select} WHERE department = @Department AND year = @Year AND number = @number", new { report.Department, report.Year, number });

    public static Task<IReadOnlyList<ReviewComment>> ListAsync(DbSession session, ListQuery<ReviewComment> query) => query.FetchAsync<ReviewComment>(session, Select);

    /// <summary>The comments on the revisions up to one, oldest first; the last 1,000 of them.</summary>
    public static async Task<IReadOnlyList<ReviewComment>> ListUntilAsync(DbSession session, DepartmentYear report, int lastRevision)
    {
        const int count = 1000;
        var newestFirst = await session.QueryAsync<ReviewComment>(
            $"{Select} WHERE department = @Department AND year = @Year AND revision <= @lastRevision ORDER BY number DESC {session.Dialect.First(nameof(count))}",
            new { report.Department, report.Year, lastRevision, count });
        return [.. newestFirst.Reverse()];
    }

    /// <summary>Settles a comment; without effect if it is settled.</summary>
    public static async Task ResolveAsync(DbSession session, DepartmentYear report, int number, string resolver, DateTimeOffset now)
    {
        var settled = await session.ExecuteAsync(
            """
            UPDATE review_comment SET resolve_time = @now, resolver = @resolver
            WHERE department = @Department AND year = @Year AND number = @number AND resolve_time IS NULL
            """,
            new { report.Department, report.Year, number, resolver, now });
        if (settled > 0)
        {
            session.Changed(ReviewComment.NameOf(report, number), string.Empty, string.Empty);
        }
    }
}
