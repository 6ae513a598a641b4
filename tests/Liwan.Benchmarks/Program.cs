using Liwan.Benchmarks;

if (args is not ["load", ..])
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Liwan.Benchmarks -- load");
    return 2;
}

var results = new ResultTable();
await Reads.RunAsync(results);
Console.WriteLine();
Console.WriteLine(results);
return 0;
