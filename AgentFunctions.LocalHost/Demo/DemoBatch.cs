namespace AgentFunctions.LocalHost.Demo;

/// <summary>Answer of <c>POST /tasks/batch</c>: one outcome an item, by its place in the request.</summary>
internal sealed record DemoBatch(int Accepted, int Refused, IReadOnlyList<DemoBatchItem> Items);

/// <param name="Status">HTTP status the item would have had alone.</param>
internal sealed record DemoBatchItem(int Index, int Status, string? Id, DemoProblem? Problem);

/// <summary>RFC 9457 problem details with the fields that were wrong.</summary>
internal sealed record DemoProblem(string? Title, string? Detail, IReadOnlyList<DemoFieldError>? Errors)
{
    public override string ToString()
    {
        var fields = (Errors ?? []).Select(e => $"{e.Field}: {e.Message}");
        string?[] parts = [Title, Detail, .. fields];
        return string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}

internal sealed record DemoFieldError(string? Field, string? Message);
