using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>The system's own chromium, driven by Playwright. Where there is none the tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Executable { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .SelectMany(_ => Names, Path.Combine)
            .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A new tab of a new reader.</summary>
    internal async Task<Tab> OpenAsync(Uri api, Reader reader)
    {
        Assert.SkipWhen(_browser is null, $"None of {string.Join(", ", Names)} is on the path.");
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = api.ToString(),
            ViewportSize = new ViewportSize { Width = reader.Width, Height = reader.Height },
            ColorScheme = reader.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new Tab(context, await context.NewPageAsync(), api);
    }
}

/// <summary>What a reader looks at the pages with.</summary>
internal sealed record Reader(string Name, int Width, int Height, bool IsDark)
{
    public static Reader Desk { get; } = new("light", 1280, 900, IsDark: false);

    public static Reader DeskInTheDark { get; } = new("dark", 1280, 900, IsDark: true);

    public static Reader Phone { get; } = new("phone", 375, 812, IsDark: false);

    public override string ToString() => Name;
}
