using Microsoft.Playwright;

namespace Liwan.Browser.Tests;

/// <summary>One headless browser for a class of tests, the one that is installed; none is downloaded.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (InstalledBrowser.Path is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        // The sandbox needs a user of its own; what the tests open is ours.
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = InstalledBrowser.Path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
