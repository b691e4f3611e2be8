using System.Collections.Concurrent;
using AgentFunctions.Tests.Fuzz;

[assembly: AssemblyFixture(typeof(FuzzCases))]

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Counts the cases that all properties of a run tried, and prints the sum at its end.</summary>
public sealed class FuzzCases : IDisposable
{
    private readonly ConcurrentDictionary<int, int> _answers = new();
    private int _count;

    public void Add() => Interlocked.Increment(ref _count);

    public void AddAnswer(int status) => _answers.AddOrUpdate(status, 1, (_, count) => count + 1);

    public void Dispose()
    {
        if (_count > 0)
        {
            string answers = string.Join(", ", _answers.OrderBy(a => a.Key).Select(a => $"{a.Value} with {a.Key}"));
            Console.WriteLine($"Fuzz: {_count} cases tried; answered over HTTP: {answers}.");
        }
    }
}
