using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Liwan.OperatorPage.Tests.Live;

/// <summary>A test that needs a browser; where there is none it is skipped and says so.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Program is null)
        {
            Skip = "chromium is not installed (Debian: chromium)";
        }
    }
}

/// <summary>A page in a browser, driven by the protocol of its developer tools. Tests have it one after the other.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("liwan-browser-");
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _problems = [];
    private Process? _process;
    private int _calls;

    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>What scripts failed at, and where they offended the policy of their page.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Starts the browser with one empty page.</summary>
    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        string[] options =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "--lang=en", "--accept-lang=en", "about:blank",
        ];
        var process = _process = Process.Start(new ProcessStartInfo(Program, options) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        // It says on standard error where it can be driven.
        const string beginning = "DevTools listening on ws://";
        var driven = new TaskCompletionSource<string>();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(beginning, StringComparison.Ordinal) != false)
            {
                driven.TrySetResult(line.Data?[beginning.Length..].Split('/')[0] ?? "");
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var host = await driven.Task.WaitAsync(Patience);
        Assert.NotEmpty(host);
        using var http = new HttpClient();
        var pages = await http.GetStringAsync(new Uri($"http://{host}/json/list"));
        var page = JsonNode.Parse(pages)!.AsArray().First(target => (string?)target!["type"] == "page")!;
        await _socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), CancellationToken.None);
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
        {
            await CallAsync($"{domain}.enable", []);
        }
    }

    public async Task OpenAsync(Uri address)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        await UntilAsync($"location.href === {JsonSerializer.Serialize(address.ToString())} && document.readyState === 'complete'");
    }

    /// <summary>What an expression gives, as JSON.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["result"]?["value"]?.ToJsonString() ?? "null";
    }

    /// <summary>Waits until an expression holds.</summary>
    public async Task UntilAsync(string expression)
    {
        var started = Stopwatch.GetTimestamp();
        while (await EvaluateAsync($"Boolean({expression})") != "true")
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Not within {Patience.TotalSeconds} s: {expression}");
            await Task.Delay(20);
        }
    }

    /// <summary>Presses a key that has a character.</summary>
    public async Task PressAsync(string key)
    {
        await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyDown", ["key"] = key, ["text"] = key });
        await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key });
    }

    /// <summary>Ends the browser.</summary>
    public async Task DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _profile.Delete(recursive: true);
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = ++_calls;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            var answer = await ReceiveAsync(patience.Token);
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
            }

            Note(answer);
        }
    }

    private void Note(JsonNode happened)
    {
        if ((string?)happened["method"] is "Runtime.exceptionThrown" || (string?)happened["params"]?["entry"]?["level"] == "error")
        {
            _problems.Add(happened.ToJsonString());
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(message.ToArray())!;
    }
}
