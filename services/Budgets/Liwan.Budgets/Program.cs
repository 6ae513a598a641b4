using Liwan.Budgets;
using Liwan.Storage;

await BudgetsApp.Build(args).RunOrMigrateAsync(args);
