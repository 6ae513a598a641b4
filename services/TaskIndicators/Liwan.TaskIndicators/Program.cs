using Liwan.TaskIndicators;
using Liwan.Storage;

await TaskIndicatorsApp.Build(args).RunOrMigrateAsync(args);
