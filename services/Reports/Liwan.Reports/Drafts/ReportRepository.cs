using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Drafts;

/// <summary>The reports in the database.</summary>
internal static class ReportRepository
{
    private const string Columns =
        $"""
        department AS {nameof(Report.Department)}, year AS {nameof(Report.Year)}, state AS {nameof(Report.State)},
        template AS {nameof(Report.Template)}, title AS {nameof(Report.Title)},
        attachment_label AS {nameof(Report.AttachmentLabel)}, year_line AS {nameof(Report.YearLine)},
        seal_line AS {nameof(Report.SealLine)}, amount_unit AS {nameof(Report.AmountUnit)},
        department_cell_text AS {nameof(Report.DepartmentCellText)}, problems AS {nameof(Report.Problems)},
        improvements AS {nameof(Report.Improvements)}, revision AS {nameof(Report.Revision)},
        submit_time AS {nameof(Report.SubmitTime)}, return_reason AS {nameof(Report.ReturnReason)},
        accept_time AS {nameof(Report.AcceptTime)}, publish_time AS {nameof(Report.PublishTime)},
        sequence AS {nameof(Report.Sequence)}, create_time AS {nameof(Report.CreateTime)},
        update_time AS {nameof(Report.UpdateTime)}, etag AS {nameof(Report.Etag)}
        """;

    public static Task<Report?> FindAsync(DbSession session, DepartmentYear key) =>
        session.QuerySingleOrDefaultAsync<Report>(
            $"SELECT {Columns} FROM report WHERE department = @Department AND year = @Year", new { key.Department, key.Year });

    public static Task<IReadOnlyList<Report>> ListAsync(DbSession session, ListQuery<Report> query) =>
        query.FetchAsync<Report>(session, $"SELECT {Columns} FROM report");

    /// <exception cref="System.Data.Common.DbException">A unique violation if the year has a report.</exception>
    public static async Task InsertAsync(DbSession session, Report report)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO report (department, year, state, template, title, attachment_label, year_line, seal_line,
                amount_unit, department_cell_text, problems, improvements, revision, submit_time, return_reason,
                sequence, create_time, update_time, etag)
            VALUES (@Department, @Year, @State, @Template, @Title, @AttachmentLabel, @YearLine, @SealLine,
                @AmountUnit, @DepartmentCellText, @Problems, @Improvements, @Revision, @SubmitTime, @ReturnReason,
                @Sequence, @CreateTime, @UpdateTime, @Etag)
            """,
            report);
        session.Changed(report.Name, string.Empty, report.Etag);
    }

    /// <summary>
    /// Replaces a report if it is still the one of the etag, counting its events, and returns it with its sequence; null
    /// if it has changed since. The sequence is counted by the database, since archiving advances it without a new etag.
    /// </summary>
    public static async Task<Report?> ReplaceAsync(DbSession session, Report report, string etag, int events)
    {
        var rows = await session.ExecuteAsync(
            """
            UPDATE report SET state = @State, title = @Title, attachment_label = @AttachmentLabel, year_line = @YearLine,
                seal_line = @SealLine, amount_unit = @AmountUnit, department_cell_text = @DepartmentCellText,
                problems = @Problems, improvements = @Improvements, revision = @Revision, submit_time = @SubmitTime,
                return_reason = @ReturnReason, accept_time = @AcceptTime, publish_time = @PublishTime, sequence = sequence + @events, update_time = @UpdateTime, etag = @Etag
            WHERE department = @Department AND year = @Year AND etag = @expected
            """,
            new
            {
                report.Department,
                report.Year,
                report.State,
                report.Title,
                report.AttachmentLabel,
                report.YearLine,
                report.SealLine,
                report.AmountUnit,
                report.DepartmentCellText,
                report.Problems,
                report.Improvements,
                report.Revision,
                report.SubmitTime,
                report.ReturnReason,
                report.AcceptTime,
                report.PublishTime,
                report.UpdateTime,
                report.Etag,
                expected = etag,
                events,
            });
        if (rows == 0)
        {
            return null;
        }

        session.Changed(report.Name, etag, report.Etag);
        return await FindAsync(session, report.Key);
    }

    /// <summary>Finds a report and keeps others from changing it until the transaction ends.</summary>
    public static async Task<Report?> HoldAsync(DbSession session, DepartmentYear key)
    {
        // Every database takes the row's lock for an update, whatever it writes.
        await session.ExecuteAsync(
            "UPDATE report SET sequence = sequence WHERE department = @Department AND year = @Year", new { key.Department, key.Year });
        return await FindAsync(session, key);
    }

    /// <summary>Counts one event that moves no state, and returns the report with its new sequence.</summary>
    public static async Task<Report?> AdvanceSequenceAsync(DbSession session, DepartmentYear key)
    {
        await session.ExecuteAsync(
            "UPDATE report SET sequence = sequence + 1 WHERE department = @Department AND year = @Year",
            new { key.Department, key.Year });
        return await FindAsync(session, key);
    }
}
