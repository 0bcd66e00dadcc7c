using System.Reflection;
using System.Runtime.InteropServices;

namespace OrleansConnect.Kafka.Clients;

/// <summary>librdkafka.redist ships up to three builds for a Linux; the first that this system can load is taken, as Confluent.Kafka does.</summary>
internal static class LibraryLocator
{
    private static readonly string[] Builds = [Librdkafka.Library, "alpine-librdkafka", "centos8-librdkafka"];

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Librdkafka.Library)
        {
            return 0;
        }

        foreach (var build in Builds)
        {
            if (NativeLibrary.TryLoad(build, assembly, searchPath, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
