using System.Globalization;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests.Rounds;

public abstract class FilingNameTests(DepartmentsFixture fixture)
{
    [DatabaseFact]
    public async Task DepartmentNames_OnTheBoard_AreThoseInForceOnTheLastDay()
    {
        var random = new Random(2039);
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            // Dates around the end of the year, with gaps or without, open at either side or not.
            var day = new DateOnly(2039, 12, 20).AddDays(random.Next(5));
            var names = new List<OfficialName>();
            for (var j = random.Next(1, 5); j > 0; j--)
            {
                var end = day.AddDays(random.Next(1, 6));
                names.Add(Name($"名{i}-{j}", names.Count == 0 && random.Next(2) == 0 ? null : Text(day), j == 1 && random.Next(2) == 0 ? null : Text(end)));
                day = end.AddDays(random.Next(1, 4));
            }

            var id = fixture.NewId();
            await fixture.CreateAsync(id, new Department { OfficialNames = { names } });
            await fixture.Events.ApplyAsync(new ApplyRequest { Events = { FormEvents.Of(id, 2039)[..1] } });
            ids.Add(id);
        }

        foreach (var id in ids)
        {
            var department = await fixture.GetAsync($"departments/{id}");
            Assert.Equal(department.OfficialNameOn(new DateOnly(2039, 12, 31)), (await fixture.Rounds.GetFilingAsync(new GetFilingRequest { Name = $"rounds/2039/filings/{id}" })).DepartmentName);
        }

        static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}

public sealed class FilingNameOnSqlite(DepartmentsFixture<OnSqlite> fixture) : FilingNameTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class FilingNameOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : FilingNameTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;
