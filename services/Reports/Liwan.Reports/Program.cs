using Liwan.Reports;
using Liwan.Storage;

await ReportsApp.Build(args).RunOrMigrateAsync(args);
