using Liwan.Storage;
using Liwan.TaskIndicators;

await TaskIndicatorsApp.Build(args).RunOrMigrateAsync(args);
