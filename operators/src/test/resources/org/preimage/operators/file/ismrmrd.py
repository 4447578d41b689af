"""Writes the ISMRMRD files ismrmrd-stack.h5 and ismrmrd-partial.h5 of invented numbers with h5py (see ismrmrd.txt)."""
import h5py
import numpy as np

COUNTERS = np.dtype([(name, "<u2") for name in (
    "kspace_encode_step_1", "kspace_encode_step_2", "average", "slice", "contrast", "phase", "repetition", "set",
    "segment")] + [("user", "<u2", (8,))])
HEAD = np.dtype([
    ("version", "<u2"), ("flags", "<u8"), ("measurement_uid", "<u4"), ("scan_counter", "<u4"),
    ("acquisition_time_stamp", "<u4"), ("physiology_time_stamp", "<u4", (3,)), ("number_of_samples", "<u2"),
    ("available_channels", "<u2"), ("active_channels", "<u2"), ("channel_mask", "<u8", (16,)), ("discard_pre", "<u2"),
    ("discard_post", "<u2"), ("center_sample", "<u2"), ("encoding_space_ref", "<u2"), ("trajectory_dimensions", "<u2"),
    ("sample_time_us", "<f4"), ("position", "<f4", (3,)), ("read_dir", "<f4", (3,)), ("phase_dir", "<f4", (3,)),
    ("slice_dir", "<f4", (3,)), ("patient_table_position", "<f4", (3,)), ("idx", COUNTERS), ("user_int", "<i4", (8,)),
    ("user_float", "<f4", (8,))])
FLOATS = h5py.special_dtype(vlen=np.dtype("<f4"))
ROW = np.dtype([("head", HEAD), ("traj", FLOATS), ("data", FLOATS)])


def header(matrix, trajectory, limits):
    space = ("<matrixSize><x>%d</x><y>%d</y><z>%d</z></matrixSize>" % matrix
             + "<fieldOfView_mm><x>200</x><y>200</y><z>60</z></fieldOfView_mm>")
    steps = "".join("<%s><minimum>%d</minimum><maximum>%d</maximum><center>%d</center></%s>" % (n, a, b, c, n)
                    for n, a, b, c in limits)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<ismrmrdHeader xmlns="http://www.ismrm.org/ISMRMRD">'
            "<acquisitionSystemInformation><systemVendor>Test</systemVendor><systemModel>One</systemModel>"
            "<systemFieldStrength_T>2.89</systemFieldStrength_T><receiverChannels>2</receiverChannels>"
            "</acquisitionSystemInformation><encoding><encodedSpace>" + space + "</encodedSpace><reconSpace>" + space
            + "</reconSpace><encodingLimits>" + steps + "</encodingLimits><trajectory>" + trajectory
            + "</trajectory></encoding></ismrmrdHeader>")


def row(values, trajectory, samples, center, step1, step2):
    r = np.zeros(1, dtype=ROW)
    r["head"]["number_of_samples"] = samples
    r["head"]["active_channels"] = 2
    r["head"]["center_sample"] = center
    r["head"]["trajectory_dimensions"] = 2 if len(trajectory) else 0
    r["head"]["idx"]["kspace_encode_step_1"] = step1
    r["head"]["idx"]["kspace_encode_step_2"] = step2
    r["traj"][0] = trajectory.astype("<f4").ravel()
    r["data"][0] = values.astype(np.complex64).view("<f4")
    return r[0]


def write(name, xml, rows, **options):
    with h5py.File(name, "w") as f:
        group = f.create_group("dataset")
        group.create_dataset("xml", (1,), dtype=h5py.special_dtype(vlen=bytes))[0] = xml.encode()
        table = group.create_dataset("data", (len(rows),), maxshape=(None,), dtype=ROW, **options)
        for i, r in enumerate(rows):
            table[i] = r


# A stack of 4 planes of 6 spokes of 16 samples, coordinates in 1/m, the table compressed.
stack = []
for plane in range(4):
    for spoke in range(6):
        k = (np.arange(16) - 8) / 0.2
        angle = np.pi * spoke / 6
        path = np.stack([k * np.cos(angle), k * np.sin(angle)], 1)
        numbers = (np.arange(32) + 100 * spoke + 1000 * plane) * (1 + 1j)
        stack.append(row(numbers, path, 16, 8, spoke, plane))
write("ismrmrd-stack.h5",
      header((16, 16, 4), "radial", [("kspace_encoding_step_1", 0, 5, 0), ("kspace_encoding_step_2", 0, 3, 2)]),
      stack, compression="gzip", shuffle=True)

# 10 x 12 x 4 of which the first phase encoding has 8 lines, from 2 before zero frequency on.
partial = []
for plane in range(4):
    for line in range(8):
        numbers = (np.arange(20) + 100 * line + 1000 * plane) * (1 - 2j)
        partial.append(row(numbers, np.zeros(0), 10, 5, line, plane))
write("ismrmrd-partial.h5",
      header((10, 12, 4), "cartesian", [("kspace_encoding_step_1", 0, 7, 2), ("kspace_encoding_step_2", 0, 3, 2)]),
      partial)
