using BenchmarkDotNet.Running;
using Liwan.Benchmarks;

switch (args)
{
    case ["pieces", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(StorageBenchmarks).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
        return 0;
    case ["access"]:
        var costs = new ResultTable();
        await AccessCost.RunAsync(costs);
        Console.WriteLine();
        Console.WriteLine(costs);
        return 0;
    case ["events"]:
        var events = new ResultTable();
        await Events.RunAsync(events);
        Console.WriteLine();
        Console.WriteLine(events);
        return 0;
    case ["readings"]:
        var readings = new ResultTable();
        await Readings.RunAsync(readings);
        Console.WriteLine();
        Console.WriteLine(readings);
        return 0;
    case ["documents"]:
        var documents = new ResultTable();
        await Documents.RunAsync(documents);
        Console.WriteLine();
        Console.WriteLine(documents);
        return 0;
    case ["load"]:
        var results = new ResultTable();
        await Reads.RunAsync(results);
        await Imports.RunAsync(results);
        await AccessCost.RunAsync(results);
        await Events.RunAsync(results);
        await Readings.RunAsync(results);
        Console.WriteLine();
        Console.WriteLine(results);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Liwan.Benchmarks -- load | access | events | readings | documents | pieces [options of BenchmarkDotNet]");
        return 2;
}
