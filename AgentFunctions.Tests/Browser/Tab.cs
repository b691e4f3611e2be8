using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AgentFunctions.Tests.Browser;

/// <summary>A browser tab that remembers whatever went wrong in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    // What axe calls harm that keeps people out.
    private static readonly string[] Serious = ["serious", "critical"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];

    public Tab(IBrowserContext context, IPage page, Uri api)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue($"error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(api.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                _faults.Enqueue($"asked another server: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Fails with whatever went wrong so far.</summary>
    /// <param name="known">Part of a fault that is to be expected.</param>
    public void AssertNoFault(string? known = null)
    {
        string[] faults = [.. _faults.Where(fault => known is null || !fault.Contains(known, StringComparison.Ordinal))];
        Assert.True(faults.Length == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Opens a page of the dashboard and waits until it is live.</summary>
    /// <param name="place">Such as <c>#/tasks</c>.</param>
    public async Task GoAsync(string place)
    {
        await Page.GotoAsync($"dashboard/{place}");
        await Assertions.Expect(Page.GetByText("Live", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>What axe finds that is serious or critical, each as a line.</summary>
    public async Task<IReadOnlyList<string>> SeriousViolationsAsync()
    {
        AxeResult result = await Page.RunAxe();
        return [.. result.Violations.Where(v => Serious.Contains(v.Impact)).Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}")];
    }

    /// <summary>How much wider the page is than the screen, in pixels.</summary>
    public Task<int> OverhangAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
