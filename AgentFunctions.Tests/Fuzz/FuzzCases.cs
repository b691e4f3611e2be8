using AgentFunctions.Tests.Fuzz;

[assembly: AssemblyFixture(typeof(FuzzCases))]

namespace AgentFunctions.Tests.Fuzz;

/// <summary>Counts the cases that all properties of a run tried, and prints the sum at its end.</summary>
public sealed class FuzzCases : IDisposable
{
    private int _count;

    public void Add() => Interlocked.Increment(ref _count);

    public void Dispose()
    {
        if (_count > 0)
        {
            Console.WriteLine($"Fuzz: {_count} cases tried.");
        }
    }
}
