using Liwan.Departments;
using Liwan.Storage;

await DepartmentsApp.Build(args).RunOrMigrateAsync(args);
